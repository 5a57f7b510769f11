import { groupedBy } from '../grouped';
import type { AccessRow, RowPrincipal } from '../rows/access-row';
import { inWords, principalName, resourceName } from '../rows/words';
import type { Finding } from './finding';
import { counted, enumeration, levels, sortedLevels } from './level';
import type { PageEnvironment } from './page-input';
import { resourceKind, resourceKinds } from './resource-kind';
import { standingOf, standingWords } from './standing';

/** How many names a sentence bears. */
const TOLD = 6;
/** How many ways from outside have a sentence each. */
const TOLD_WAYS = 12;

function names(all: Iterable<string>, last = 'and'): string {
  const each = [...new Set(all)];
  if (each.length <= TOLD) return enumeration(each, last);
  return `${each.slice(0, TOLD - 1).join(', ')} ${last} ${String(each.length - TOLD + 1)} more`;
}

const kindWords: Readonly<Record<RowPrincipal['kind'], readonly [string, string]>> = {
  role: ['role of the room', 'roles of the room'],
  user: ['user of the room', 'users of the room'],
  foreign: ['role or user made elsewhere', 'roles and users made elsewhere'],
  account: ['account as a whole', 'accounts as a whole'],
  service: ['AWS service', 'AWS services'],
  federated: ['identity provider', 'identity providers'],
  anyone: ['“anyone”', '“anyone”'],
};

function whoThereIs(rows: readonly AccessRow[]): Finding {
  const principals = new Map(rows.map(({ principal }) => [`${principal.kind} ${principal.id}`, principal]));
  const counts = Object.entries(kindWords).flatMap(([kind, [one, many]]) => {
    const count = [...principals.values()].filter((principal) => principal.kind === kind).length;
    return count === 0 ? [] : [counted(count, one, many)];
  });
  const resources = new Set(rows.map(({ resource }) => resource)).size;
  const who = `${counted(principals.size, 'principal')} may do something to ${counted(resources, 'resource')}`;
  return { tone: 'plain', text: `${who}: ${enumeration(counts)}.` };
}

/** What the principals may do who may do the most, by kind of resource. */
function whatTheMostPowerfulMay(rows: readonly AccessRow[]): Finding {
  const level = levels.findLast((candidate) => rows.some((row) => row.level === candidate)) ?? 'List';
  const most = rows.filter((row) => row.level === level);
  const verb = level === 'Permissions management' ? 'change permissions' : `go as far as ${level}`;
  const each = [...groupedBy(most, ({ principal }) => principalName(principal))].map(([name, ways]) => {
    const kinds = new Set(ways.map(({ resource }) => resourceKind(resource)));
    const what = resourceKinds.filter((kind) => kinds.has(kind)).map((kind) => kind.toLowerCase());
    return `${name} (${enumeration(what)})`;
  });
  return { tone: 'plain', text: `The most powerful may ${verb}: ${names(each)}.` };
}

/** Who reads and writes what the room is there for. */
function whoReaches(rows: readonly AccessRow[], kind: 'Files' | 'Secrets'): Finding[] {
  const ways = rows.filter(({ resource }) => resourceKind(resource) === kind);
  const by = (level: AccessRow['level']) =>
    names(ways.filter((row) => row.level === level).map(({ principal }) => principalName(principal)));
  if (ways.length === 0) return [];
  const read = by('Read') || 'nobody';
  const written = by('Write') || 'nobody';
  return [{ tone: 'plain', text: `${kind} are read by ${read}; written by ${written}.` }];
}

function whatIsOnAnything(rows: readonly AccessRow[]): Finding[] {
  const ways = rows.filter(({ resource }) => resource === '*');
  if (ways.length === 0) return [];
  const each = [...groupedBy(ways, ({ principal }) => principalName(principal))].map(
    ([name, own]) => `${name} (${names(own.map(({ action }) => action))})`,
  );
  return [{ tone: 'plain', text: `Not bound to one resource: ${names(each)}.` }];
}

/** A sentence for each principal, what it may do and when: however many resources it may do that to. */
function whatIsOpenTo(tone: 'open' | 'anyone', rows: readonly AccessRow[]): Finding[] {
  const cells = groupedBy(rows, ({ principal, resource, conditions }) =>
    JSON.stringify([principal.kind, principal.id, resource, inWords(conditions)]),
  );
  const alike = groupedBy([...cells.values()], ([first, ...others]) =>
    JSON.stringify([
      first?.principal,
      [first, ...others].map((row) => row?.action),
      first === undefined ? '' : inWords(first.conditions),
    ]),
  );
  const all = [...alike.values()].flatMap((ways) => {
    const [first] = ways.flat();
    return first === undefined ? [] : [{ first, rows: ways.flat() }];
  });
  const told = all.slice(0, TOLD_WAYS).map(({ first, rows: ways }): Finding => {
    const subject = tone === 'anyone' ? 'Open to anyone' : 'Open to the outside';
    const actions = names(ways.map(({ action }) => action));
    const resources = names(ways.map(({ resource }) => resourceName(resource)));
    const levelsOfAll = enumeration(sortedLevels(ways.map(({ level }) => level)));
    const may = `${principalName(first.principal)} may ${actions} on ${resources} (${levelsOfAll})`;
    return { tone, text: `${subject}: ${may}, ${inWords(first.conditions)}.` };
  });
  const more = counted(all.length - told.length, 'more way', 'more ways');
  return all.length === told.length
    ? told
    : [...told, { tone, text: `And ${more}: filter by “${standingWords.outside}”.` }];
}

/** What an environment's access comes to, in sentences. */
export function summaryOf({ rows, account }: Pick<PageEnvironment, 'rows' | 'account'>): Finding[] {
  if (rows.length === 0) return [{ tone: 'plain', text: 'Nobody may do anything.' }];
  const outside = rows.filter(({ principal }) => standingOf(principal, account) === 'outside');
  const anyone = outside.filter(({ principal }) => principal.kind === 'anyone');
  const others = outside.filter(({ principal }) => principal.kind !== 'anyone');
  return [
    ...whatIsOpenTo('anyone', anyone),
    whoThereIs(rows),
    whatTheMostPowerfulMay(rows),
    ...whoReaches(rows, 'Files'),
    ...whoReaches(rows, 'Secrets'),
    ...whatIsOnAnything(rows),
    ...(others.length === 0
      ? [closed('Nobody outside of the account reaches anything.')]
      : whatIsOpenTo('open', others)),
    ...(anyone.length === 0 ? [closed('Nothing is open to anyone.')] : []),
  ];
}

function closed(text: string): Finding {
  return { tone: 'plain', text };
}
