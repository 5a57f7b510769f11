import { counted } from '../level';
import { cards } from './cards';
import { type Cell, cellsOf } from './cell';
import { element } from './element';
import { type Filter, filtered, initialFilter } from './filter';
import { matrix, type Open } from './matrix';
import type { Environment, Way } from './model';
import { picture } from './picture';
import { toolbar } from './toolbar';

/** Everything about one environment, from its summary to each principal's list. */
export function environmentPanel(environment: Environment, id: string, open: Open): HTMLElement[] {
  const status = element('p', { role: 'status', class: 'status' });
  const results = element('div', { class: 'results' });
  const show = (filter: Filter) => {
    const ways = filtered(environment, filter);
    const cells = cellsOf(ways);
    status.replaceChildren(statusText(environment, filter, ways, cells));
    results.replaceChildren(...(cells.length === 0 ? [] : resultsOf(environment, cells, open)));
  };
  show(initialFilter(environment));
  return [
    element(
      'h2',
      {},
      environment.name,
      ' ',
      element('small', {}, `account ${environment.account}, ${environment.region}`),
    ),
    summary(environment),
    toolbar(environment, id, show),
    status,
    results,
  ];
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
