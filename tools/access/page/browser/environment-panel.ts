import { counted } from '../level';
import { cards } from './cards';
import { type Cell, cellsOf } from './cell';
import { element } from './element';
import { type Filter, filtered, initialFilter } from './filter';
import { filterShowing } from './filter-showing';
import { buttonOf, matrix, type Open } from './matrix';
import type { Environment, Way } from './model';
import { picture } from './picture';
import { toolbar } from './toolbar';

/** What is said in a panel that has only now come to be seen is not heard, in milliseconds. */
const UNTIL_HEARD = 100;

/** Everything about one environment, from its summary to each principal's list. */
export class EnvironmentPanel {
  public readonly elements: readonly HTMLElement[];
  private readonly status = element('p', { role: 'status', class: 'status' });
  private readonly results = element('div', { class: 'results' });
  private readonly toolbar: ReturnType<typeof toolbar>;
  private filter: Filter;
  /** The cell that a link led to. */
  private marked: Cell | undefined;
  private telling: ReturnType<typeof setTimeout> | undefined;

  public constructor(
    private readonly environment: Environment,
    id: string,
    private readonly open: Open,
  ) {
    this.toolbar = toolbar(environment, id, (filter) => this.show(filter));
    this.filter = initialFilter(environment);
    this.show(this.filter);
    const { name, account, region } = environment;
    this.elements = [
      element('h2', {}, name, ' ', element('small', {}, `account ${account}, ${region}`)),
      summary(environment),
      this.toolbar.element,
      this.status,
      this.results,
    ];
  }

  /**
   * Marks a cell of the matrix and gives it the focus; search and filters that hide it are lifted.
   *
   * @returns false when no matrix can show it
   */
  public reveal(cell: Cell): boolean {
    const filter = filterShowing(this.environment, cell, this.filter);
    if (filter === undefined) return false;
    this.marked = cell;
    if (filter !== this.filter) {
      this.toolbar.set(filter);
      this.show(filter);
      const isAll = filter.query === '' && filter.stack === undefined;
      this.tell(`Search and filters hid the cell of this link, and ${isAll ? 'are lifted' : 'are set to show it'}.`);
    }
    this.mark();
    buttonOf(this.environment, cell)?.focus();
    return true;
  }

  private show(filter: Filter): void {
    clearTimeout(this.telling);
    this.filter = filter;
    const ways = filtered(this.environment, filter);
    const cells = cellsOf(ways);
    this.status.replaceChildren(statusText(this.environment, filter, ways, cells));
    this.results.replaceChildren(...(cells.length === 0 ? [] : resultsOf(this.environment, cells, this.open)));
    this.mark();
  }

  private mark(): void {
    for (const each of this.results.querySelectorAll('[aria-current]')) each.removeAttribute('aria-current');
    if (this.marked !== undefined) buttonOf(this.environment, this.marked)?.setAttribute('aria-current', 'true');
  }

  private tell(sentence: string): void {
    this.telling = setTimeout(() => this.status.append(` ${sentence}`), UNTIL_HEARD);
  }
}

function summary({ summary: findings }: Environment): HTMLElement {
  const items = findings.map(({ tone, text }) => element('li', { class: tone }, text));
  return element('ul', { class: 'summary', 'aria-label': 'Summary' }, ...items);
}

function resultsOf(environment: Environment, cells: readonly Cell[], open: Open): HTMLElement[] {
  return [
    element('h3', {}, 'Who may do what, to what'),
    element(
      'p',
      { class: 'hint' },
      'Open a cell for actions, conditions, and where it was decided. Arrow keys go from cell to cell.',
    ),
    matrix(environment, cells, open),
    element('h3', {}, 'Who reaches what'),
    picture(environment, cells),
    element('h3', {}, 'Principal by principal'),
    cards(environment, cells),
  ];
}

function statusText(environment: Environment, filter: Filter, ways: readonly Way[], cells: readonly Cell[]): string {
  const principals = counted(new Set(cells.map(({ principal }) => principal)).size, 'principal');
  const resources = counted(new Set(cells.map(({ resource }) => resource)).size, 'resource');
  const actions = counted(
    ways.reduce((sum, way) => sum + way.actions.length, 0),
    'row',
  );
  const part = filter.stack === undefined ? '' : ` in ${filter.stack}`;
  if (cells.length > 0) return `${actions} of access${part}: ${principals}, ${resources}.`;
  if (filter.stack === undefined) return 'Nothing fits.';
  const elsewhere = cellsOf(filtered(environment, { ...filter, stack: undefined })).length;
  return `Nothing fits${part}; ${counted(elsewhere, 'cell')} in all parts.`;
}
