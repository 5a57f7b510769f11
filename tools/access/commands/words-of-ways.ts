import { letters, levels } from '../page/level';
import { resourceNames } from '../page/resource-names';
import type { AccessRow, DecidingStatement } from '../rows/access-row';
import { inWords, principalName } from '../rows/words';
import { type Way, waysOf } from './ways';

/** `ReadFiles in prod/portal/web/Policy/Resource (lib/constructs/consumer-policies.ts:41)`. */
function statementText({ statement, constructPath, source }: DecidingStatement): string {
  const name = typeof statement === 'number' ? `statement ${String(statement + 1)}` : statement;
  return `${name} in ${constructPath}${source === undefined ? '' : ` (${source})`}`;
}

/** What a statement does to a way: the first allow it, the others limit it. */
function roleOf({ policy, effect }: DecidingStatement): string {
  if (effect === 'Deny')
    return policy === 'resource' ? 'limited at the resource by' : `limited by the ${policy} policy:`;
  return policy === 'boundary' ? 'within the boundary:' : `allowed by the ${policy} policy:`;
}

/** When a way is open, in words; what somebody else must allow as well is a condition to people. */
function whenText({ conditions, alsoNeeds }: Way, form?: 'long'): string {
  const when = inWords(conditions, form);
  return alsoNeeds === undefined
    ? when
    : `${when}; as far as an ${alsoNeeds} elsewhere allows it`.replace('an resource', 'a resource');
}

function columns(lines: readonly (readonly string[])[]): string[] {
  const widths = lines.reduce<number[]>(
    (known, line) => line.map((cell, index) => Math.max(known[index] ?? 0, cell.length)),
    [],
  );
  return lines.map((line) =>
    line.map((cell, index) => (index === line.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join('  '),
  );
}

const legend = levels.map((level) => `${letters[level]} ${level}`).join(', ');

/** Access as a table: who, how far, what, when; one line for each way. */
export function accessTable(rows: readonly AccessRow[]): string[] {
  const names = resourceNames(rows);
  const lines = waysOf(rows).map((way) => [
    principalName(way.principal),
    way.levels.map((level) => letters[level]).join(''),
    names.get(way.resource) ?? way.resource,
    whenText(way),
  ]);
  const once = new Map(lines.map((line) => [line.join('\n'), line]));
  return [...columns([['WHO', 'MAY', 'WHAT', 'WHEN'], ...once.values()]), legend];
}

/** One way in all its parts. */
export function wayInFull(way: Way, names: ReadonlyMap<string, string>): string[] {
  const [first, ...others] = way.deciding.map((one) => `${roleOf(one)} ${statementText(one)}`);
  return [
    `${principalName(way.principal)} (${way.principal.id}): ${way.actions.join(', ')}`,
    `  on    ${names.get(way.resource) ?? way.resource} (${way.resource})`,
    `  when  ${whenText(way, 'long')}`,
    `  why   ${first ?? 'no statement'}`,
    ...others.map((other) => `        ${other}`),
  ];
}
