import { inWords } from '../../rows/words';
import { counted } from '../level';
import type { Reach } from '../page-input';
import { chip } from './chips';
import { element } from './element';
import type { Difference, EnvironmentDifference, Principal, Way } from './model';
import { statementList } from './way-details';

type Sign = 'gained' | 'lost' | 'changed';

const signs: Readonly<Record<Sign, string>> = { gained: '+', lost: '−', changed: '~' };

interface Change {
  readonly sign: Sign;
  /** How it is afterwards; of what was lost, how it was. */
  readonly way: Way;
  readonly before?: Way;
  readonly reach?: Reach;
}

/** What changes between two assemblies, first what somebody gains. */
export function differencePanel({ base, head, environments }: Difference): HTMLElement[] {
  const all = environments.flatMap(changesOf);
  const sentence =
    all.length === 0
      ? `Nobody gains or loses anything from ${base} to ${head}.`
      : `From ${base} to ${head}: ${(['gained', 'lost', 'changed'] as const).map((sign) => total(all, sign)).join(', ')}.`;
  return [
    element('h2', {}, 'What changes'),
    element('p', { class: 'lead' }, sentence),
    ...environments.filter((each) => changesOf(each).length > 0).flatMap(environmentSection),
  ];
}

function total(all: readonly Change[], sign: Sign): string {
  const rows = all.filter((change) => change.sign === sign).reduce((sum, { way }) => sum + way.actions.length, 0);
  return `${counted(rows, 'row')} ${sign}`;
}

function changesOf({ gained, lost, changed }: EnvironmentDifference): Change[] {
  return [
    ...gained.map((way): Change => ({ sign: 'gained', way })),
    ...changed.map(({ base, head, reach }): Change => ({ sign: 'changed', way: head, before: base, reach })),
    ...lost.map((way): Change => ({ sign: 'lost', way })),
  ];
}

function environmentSection(environment: EnvironmentDifference): HTMLElement[] {
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
        element('ul', {}, ...changes.map(changeItem)),
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

function changeItem({ sign, way, before, reach = 'other' }: Change): HTMLElement {
  const actions = way.actions.flatMap((action) => [element('code', {}, action), ' ']);
  const condition = `${sign === 'lost' ? 'until now: ' : ''}${inWords(way.condition)}`;
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
      element('details', {}, element('summary', {}, 'Why'), why(way, before)),
    ),
  );
}

function beforeAndAfter(before: Way, after: Way): HTMLElement {
  const was = inWords(before.condition, 'long');
  const is = inWords(after.condition, 'long');
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
