import { resourceKinds } from '../resource-kind';
import { standings, standingTitles } from '../standing';
import type { Cell } from './cell';
import { legend, letterChips, levelWords } from './chips';
import { element, unseen } from './element';
import { type Environment, type Principal, type Resource, standingIn } from './model';

/** More cells than this are no picture any more, and slow to open. */
const TOO_MANY_CELLS = 8000;

function isTooLarge(resources: number, principals: number): boolean {
  return resources * principals > TOO_MANY_CELLS;
}

/** Whether these cells are so few that a table shows them. */
export function fitsInMatrix(cells: readonly Cell[]): boolean {
  return !isTooLarge(
    new Set(cells.map(({ resource }) => resource)).size,
    new Set(cells.map(({ principal }) => principal)).size,
  );
}

export type Open = (cell: Cell) => void;

/** A table of resources, by kind, and principals, by where they stand. */
export function matrix(environment: Environment, cells: readonly Cell[], open: Open): HTMLElement {
  const resources = new Set(cells.map(({ resource }) => resource));
  const principals = new Set(cells.map(({ principal }) => principal));
  if (isTooLarge(resources.size, principals.size)) {
    const size = `${String(principals.size)} principals and ${String(resources.size)} resources`;
    return element('p', { class: 'note' }, `${size} are too many for one table: choose a part, or search.`);
  }
  const columns = standings.map((standing) => ({
    standing,
    principals: [...principals].filter((principal) => standingIn(environment, principal) === standing),
  }));
  const inOrder = columns.flatMap((group) => group.principals);
  const made: Buttons = new Map();
  buttons.set(environment, made);
  const at = new Map<Resource, Map<Principal, Cell>>();
  for (const cell of cells) {
    const ofResource = at.get(cell.resource) ?? new Map<Principal, Cell>();
    at.set(cell.resource, ofResource.set(cell.principal, cell));
  }

  const groups = columns.filter((group) => group.principals.length > 0);
  const starts = new Set(groups.map((group) => group.principals[0]));
  const head = element(
    'thead',
    {},
    element(
      'tr',
      {},
      element('td', { class: 'corner' }),
      ...groups.map((group) =>
        element(
          'th',
          {
            scope: 'colgroup',
            colspan: String(group.principals.length),
            class: `group start ${group.standing}`,
          },
          element('span', {}, standingTitles[group.standing]),
        ),
      ),
    ),
    element(
      'tr',
      {},
      element('th', { scope: 'col', class: 'corner' }, 'Resource'),
      ...inOrder.map((principal) =>
        element(
          'th',
          { scope: 'col', class: `principal ${starts.has(principal) ? 'start' : ''}`, title: principal.id },
          element('span', {}, principal.name),
        ),
      ),
    ),
  );
  const bodies = resourceKinds.flatMap((kind) => {
    const ofKind = [...resources].filter((resource) => resource.kind === kind).sort(byName);
    if (ofKind.length === 0) return [];
    const heading = element(
      'tr',
      { class: 'kind' },
      element('th', { scope: 'rowgroup', colspan: String(inOrder.length + 1) }, element('span', {}, kind)),
    );
    const rows = ofKind.map((resource) =>
      element(
        'tr',
        {},
        element('th', { scope: 'row', title: resource.arn }, resource.name),
        ...inOrder.map((principal) => {
          const cell = at.get(resource)?.get(principal);
          const attributes = { class: starts.has(principal) ? 'start' : undefined };
          return element('td', attributes, cell === undefined ? undefined : button(cell, open, made));
        }),
      ),
    );
    return [element('tbody', {}, heading, ...rows)];
  });
  const caption = element(
    'caption',
    { class: 'unseen' },
    `Who may do what in ${environment.name}: resources by principals`,
  );
  const table = element('table', { class: 'matrix' }, caption, head, ...bodies);
  oneTabStop(table);
  const region = element(
    'div',
    { class: 'scroll', role: 'region', 'aria-label': 'Matrix of access', tabindex: '0' },
    table,
  );
  return element('div', {}, legend(), region);
}

function byName(left: Resource, right: Resource): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}

function button(cell: Cell, open: Open, all: Buttons): HTMLButtonElement {
  const words = `${levelWords(cell.levels)}: ${cell.principal.name} on ${cell.resource.name}`;
  const made = element(
    'button',
    { type: 'button', class: 'cell', 'aria-haspopup': 'dialog' },
    letterChips(cell.levels),
    unseen(words),
  );
  made.addEventListener('click', () => open(cell));
  const ofPrincipal = all.get(cell.principal) ?? new Map<Resource, HTMLButtonElement>();
  all.set(cell.principal, ofPrincipal.set(cell.resource, made));
  return made;
}

type Buttons = Map<Principal, Map<Resource, HTMLButtonElement>>;

/** By environment, because the same service may do the same in several of them. */
const buttons = new WeakMap<Environment, Buttons>();

/** The button of a cell, if the matrix of its environment shows it now. */
export function buttonOf(environment: Environment, { principal, resource }: Cell): HTMLButtonElement | undefined {
  const found = buttons.get(environment)?.get(principal)?.get(resource);
  return found?.isConnected === true && found.checkVisibility() ? found : undefined;
}

/** The matrix is one stop of the Tab key, and arrow keys go from cell to cell: there are hundreds of them. */
function oneTabStop(table: HTMLTableElement): void {
  const all = [...table.querySelectorAll('button')];
  all.forEach((each, index) => (each.tabIndex = index === 0 ? 0 : -1));
  const select = (target: HTMLButtonElement) => {
    for (const each of all) each.tabIndex = each === target ? 0 : -1;
  };
  table.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLButtonElement) select(target);
  });
  table.addEventListener('keydown', (event) => {
    const from = document.activeElement;
    const step = steps[event.key];
    if (step === undefined || !(from instanceof HTMLButtonElement)) return;
    const next = step(all, from);
    event.preventDefault();
    next?.focus();
  });
}

type Step = (all: readonly HTMLButtonElement[], from: HTMLButtonElement) => HTMLButtonElement | undefined;

function column(each: HTMLElement): number {
  return each.closest('td')?.cellIndex ?? 0;
}

function row(each: HTMLElement): number {
  return each.closest('tr')?.rowIndex ?? 0;
}

const steps: Readonly<Partial<Record<string, Step>>> = {
  ArrowRight: (all, from) => all[all.indexOf(from) + 1],
  ArrowLeft: (all, from) => all[all.indexOf(from) - 1],
  ArrowDown: (all, from) => all.find((each) => column(each) === column(from) && row(each) > row(from)),
  ArrowUp: (all, from) => all.findLast((each) => column(each) === column(from) && row(each) < row(from)),
  Home: (all) => all[0],
  End: (all) => all.at(-1),
};
