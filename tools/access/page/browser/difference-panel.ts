import { inWords } from '../../rows/words';
import { counted } from '../level';
import type { Reach } from '../page-input';
import { type CellLink, cellLinks } from './cell-link';
import { chip } from './chips';
import { element } from './element';
import { exampleRequest } from './example-request';
import type { Difference, Environment, EnvironmentDifference, Principal, Request, Way } from './model';
import { statementList } from './way-details';

type Sign = 'gained' | 'lost' | 'changed';

const signs: Readonly<Record<Sign, string>> = { gained: '+', lost: '−', changed: '~' };

interface Change {
  readonly sign: Sign;
  /** How it is afterwards; of what was lost, how it was. */
  readonly way: Way;
  readonly before?: Way;
  readonly reach?: Reach;
  /** A request that is allowed since the change, and one that was until then. */
  readonly nowAllowed?: Request;
  readonly noLongerAllowed?: Request;
}

/** What changes between two assemblies, first what somebody gains. */
export function differencePanel(
  { base, head, environments }: Difference,
  shown: readonly Environment[],
): HTMLElement[] {
  const link = cellLinks(shown);
  const all = environments.flatMap(changesOf);
  const sentence =
    all.length === 0
      ? `Nobody gains or loses anything from ${base} to ${head}.`
      : `From ${base} to ${head}: ${(['gained', 'lost', 'changed'] as const).map((sign) => total(all, sign)).join(', ')}.`;
  return [
    element('h2', {}, 'What changes'),
    element('p', { class: 'lead' }, sentence),
    ...environments
      .filter((each) => changesOf(each).length > 0)
      .flatMap((environment) => environmentSection(environment, link)),
  ];
}

function total(all: readonly Change[], sign: Sign): string {
  const rows = all.filter((change) => change.sign === sign).reduce((sum, { way }) => sum + way.actions.length, 0);
  return `${counted(rows, 'row')} ${sign}`;
}

function changesOf({ gained, lost, changed }: EnvironmentDifference): Change[] {
  return [
    ...gained.map(({ way, request }): Change => ({ sign: 'gained', way, nowAllowed: request })),
    ...changed.map(({ base, head, ...rest }): Change => ({ sign: 'changed', way: head, before: base, ...rest })),
    ...lost.map(({ way, request }): Change => ({ sign: 'lost', way, noLongerAllowed: request })),
  ];
}

function environmentSection(environment: EnvironmentDifference, link: CellLink): HTMLElement[] {
  const ofPrincipal = new Map<Principal, Change[]>();
  for (const change of changesOf(environment)) {
    const { principal } = change.way;
    ofPrincipal.set(principal, [...(ofPrincipal.get(principal) ?? []), change]);
  }
  return [
    element('h3', {}, environment.name),
    ...[...ofPrincipal].map(([principal, changes]) =>
      element(
        'section',
        { class: 'changes' },
        element('h4', { title: principal.id }, principal.name),
        element('ul', {}, ...changes.map((change) => changeItem(change, environment.name, link))),
      ),
    ),
  ];
}

/** What stands before a change, in the order of how much a reviewer should care. */
const verbs: Readonly<Record<'gained' | 'lost' | Reach, string>> = {
  gained: 'may now',
  wider: 'may now in more cases',
  other: 'may now in other cases',
  narrower: 'may now in fewer cases only',
  lost: 'may no longer',
};

function changeItem(change: Change, environment: string, link: CellLink): HTMLElement {
  const { sign, way, before, reach = 'other' } = change;
  const actions = way.actions.flatMap((action) => [element('code', {}, action), ' ']);
  const condition = `${sign === 'lost' ? 'until now: ' : ''}${whenHolds(way, 'short')}`;
  return element(
    'li',
    { class: `change ${sign} ${sign === 'changed' ? reach : ''}` },
    element('span', { class: 'sign', 'aria-hidden': 'true' }, signs[sign]),
    element(
      'div',
      {},
      element(
        'p',
        {},
        element('strong', {}, `${verbs[sign === 'changed' ? reach : sign]} `),
        chip(way.level),
        ' on ',
        element('span', { class: 'resource', title: way.resource.arn }, way.resource.name),
        ': ',
        ...actions,
      ),
      before === undefined ? element('p', { class: 'when' }, condition) : beforeAndAfter(before, way),
      ...examples(change),
      element('p', { class: 'place' }, ...placeOf(change, environment, link)),
      element('details', { class: 'why' }, element('summary', {}, 'Why'), why(way, before)),
    ),
  );
}

/** Requests that show what one side alone allows: what became wider refuses nothing new, and the other way round. */
function examples({ sign, way, before, reach, nowAllowed, noLongerAllowed }: Change): HTMLElement[] {
  const isNew = sign !== 'lost' && reach !== 'narrower';
  const isGone = sign !== 'gained' && reach !== 'wider';
  return [
    ...(isNew ? [exampleRequest('Allowed now, not before', nowAllowed, way, before)] : []),
    ...(isGone ? [exampleRequest('Allowed before, no longer', noLongerAllowed, before ?? way, before && way)] : []),
  ];
}

/** Where the table shows it now. */
function placeOf({ sign, way }: Change, environment: string, link: CellLink): (HTMLElement | string)[] {
  const shown = link(sign === 'lost' ? 'Show what remains in the table' : 'Show in the table', environment, way);
  return [shown ?? 'The table has nothing of this principal and resource any more.'];
}

/** What conditions say, and what limits a way beside them. */
function whenHolds({ condition, maximumSessionSeconds, alsoNeeds }: Way, form: 'short' | 'long'): string {
  const session =
    maximumSessionSeconds === undefined
      ? ''
      : `; for a session of ${String(maximumSessionSeconds / 60)} minutes at most`;
  return `${inWords(condition, form)}${session}${alsoNeeds === undefined ? '' : `; as far as the ${alsoNeeds} elsewhere allows it`}`;
}

function beforeAndAfter(before: Way, after: Way): HTMLElement {
  const was = whenHolds(before, 'long');
  const is = whenHolds(after, 'long');
  if (was === is) return element('p', { class: 'when' }, `${is} (decided by other statements than before)`);
  return element(
    'dl',
    { class: 'turn' },
    element('dt', {}, 'Before'),
    element('dd', {}, was),
    element('dt', {}, 'Now'),
    element('dd', {}, is),
  );
}

function why(way: Way, before: Way | undefined): HTMLElement {
  const exact = element('p', {}, 'On ', element('code', {}, way.resource.arn), `, ${inWords(way.condition, 'long')}.`);
  return before === undefined
    ? element('div', {}, exact, statementList(way.statements))
    : element(
        'div',
        {},
        exact,
        element('p', {}, 'Now:'),
        statementList(way.statements),
        element('p', {}, 'Before:'),
        statementList(before.statements),
      );
}
