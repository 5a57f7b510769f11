import { type Standing, standings, standingWords } from '../standing';
import { hashOf } from './address';
import type { Cell } from './cell';
import { chips } from './chips';
import { element } from './element';
import { type Environment, type Principal, standingIn } from './model';

/** As many are built at once; the others when somebody asks. */
const AT_FIRST = 40;

/** What each principal may do: the matrix and the picture as lists. */
export function cards(environment: Environment, cells: readonly Cell[]): HTMLElement {
  const ofPrincipal = new Map<Principal, Cell[]>();
  for (const cell of cells) {
    const known = ofPrincipal.get(cell.principal);
    if (known === undefined) ofPrincipal.set(cell.principal, [cell]);
    else known.push(cell);
  }
  const inOrder = standings.flatMap((standing) =>
    [...ofPrincipal].filter(([principal]) => standingIn(environment, principal) === standing),
  );
  const made = ([principal, own]: readonly [Principal, readonly Cell[]]) => card(environment, principal, own);
  const list = element('div', { class: 'cards' }, ...inOrder.slice(0, AT_FIRST).map(made));
  const others = inOrder.slice(AT_FIRST);
  if (others.length === 0) return list;

  const more = element('button', { type: 'button', class: 'button' }, `Show ${String(others.length)} more`);
  more.addEventListener('click', () => {
    const [first, ...rest] = others.map(made);
    if (first === undefined) return;
    list.append(first, ...rest);
    more.remove();
    // Whoever pressed the button goes on where the new ones begin.
    first.querySelector('a')?.focus();
  });
  return element('div', {}, list, more);
}

const kinds: Readonly<Record<Principal['kind'], string>> = {
  role: 'Role',
  user: 'User',
  foreign: 'Role or user made elsewhere',
  account: 'Whoever this account lets',
  service: 'AWS service',
  federated: 'Identity provider',
  anyone: 'Everybody, signed or not',
};

function card(environment: Environment, principal: Principal, cells: readonly Cell[]): HTMLElement {
  const standing: Standing = standingIn(environment, principal);
  const outside = standing === 'outside' ? [' · ', element('strong', { class: 'outside' }, standingWords.outside)] : [];
  const items = cells.map((cell) =>
    element(
      'li',
      {},
      element('a', { href: hashOf(environment.name, cell), title: cell.resource.arn }, cell.resource.name),
      ' ',
      chips(cell.levels),
    ),
  );
  return element(
    'section',
    { class: `card ${standing}` },
    element('h4', {}, principal.name),
    element('p', { class: 'quiet' }, kinds[principal.kind], ...outside),
    element('ul', {}, ...items),
  );
}
