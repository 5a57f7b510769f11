import { limitsInWords } from '../../rows/words';
import { chip } from './chips';
import { element } from './element';
import type { Statement, Way } from './model';

const policies: Readonly<Record<string, string>> = {
  identity: 'the policy of who acts',
  boundary: 'the permissions boundary of who acts',
  resource: 'the policy of the resource',
  trust: 'the trust of the role',
};

/** Actions, conditions in words, and the statements that decide. */
export function wayDetails(way: Way): HTMLElement {
  const limits = limitsInWords(way.condition, 'long');
  const when =
    limits.length === 0
      ? element('p', {}, 'Always.')
      : element('ul', { class: 'limits' }, ...limits.map((limit) => element('li', {}, limit)));
  const session =
    way.maximumSessionSeconds === undefined
      ? []
      : [element('p', {}, `For a session of ${String(way.maximumSessionSeconds / 60)} minutes at most.`)];
  return element(
    'section',
    { class: 'way' },
    element('p', {}, chip(way.level)),
    element(
      'ul',
      { class: 'actions', 'aria-label': 'Actions' },
      ...way.actions.map((action) => element('li', {}, element('code', {}, action))),
    ),
    element('h4', {}, 'When'),
    when,
    ...session,
    ...elsewhere(way),
    element('h4', {}, 'Decided by'),
    statementList(way.statements),
  );
}

/** What this page cannot know, because it is decided in a place that the assembly does not make. */
function elsewhere({ alsoNeeds }: Way): HTMLElement[] {
  if (alsoNeeds === undefined) return [];
  const whose = { 'identity policy': 'of who acts', 'resource policy': 'of the resource' }[alsoNeeds];
  return [element('p', {}, `The ${alsoNeeds} ${whose} must allow it too; it is made elsewhere.`)];
}

export function statementList(statements: readonly Statement[]): HTMLElement {
  return element('ol', { class: 'statements' }, ...statements.map(statementItem));
}

function statementItem(statement: Statement): HTMLElement {
  const { effect, policy, stack, logicalId, constructPath, source } = statement;
  const isAllow = effect === 'Allow';
  const name = statement.statement.startsWith('#')
    ? [`statement ${statement.statement.slice(1)} (without Sid)`]
    : [element('code', {}, statement.statement)];
  const facts: [string, string][] = [
    ['Stack', stack],
    ['Logical id', logicalId],
    ['Construct', constructPath],
    ...(source === undefined ? [] : [['Source', source] as [string, string]]),
  ];
  return element(
    'li',
    { class: isAllow ? 'allows' : 'limits-it' },
    element(
      'p',
      {},
      element('strong', {}, isAllow ? 'Allows' : 'Limits'),
      ' ',
      ...name,
      ` in ${policies[policy] ?? policy}`,
    ),
    element('dl', {}, ...facts.flatMap(([term, fact]) => [element('dt', {}, term), element('dd', {}, fact)])),
  );
}
