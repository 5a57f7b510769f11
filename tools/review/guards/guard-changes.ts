import { isDeepStrictEqual } from 'node:util';

import { type Entry, isObject, originOf, type Resource } from '../../access/template';
import type { GuardChange, Place } from '../finding';
import { fingerprintOf } from '../fingerprint';
import type { ResourcePair, StackPair } from '../pairs';
import { withinEnvironment } from '../place';
import { shownBeside } from '../shown';
import { type Verdict, valueAt } from './direction';
import { type GuardRule, rule, type TypeGuards } from './guard-rule';
import { identityGuards } from './identity-rules';
import { keyGuards } from './key-rules';
import { loggingGuards } from './logging-rules';
import { storageGuards } from './storage-rules';
import { watchingGuards } from './watching-rules';

/** Which settings protect, by type of resource. */
export const guards: Readonly<Record<string, TypeGuards>> = {
  ...identityGuards,
  ...keyGuards,
  ...loggingGuards,
  ...storageGuards,
  ...watchingGuards,
};

/** What changed among the guards. */
export interface GuardChanges {
  readonly weakened: readonly GuardChange[];
  readonly strengthened: readonly GuardChange[];
}

/** The whole values of a change, of which people are shown as much as they can read. */
export type Values = ReadonlyMap<GuardChange, readonly [before: unknown, after: unknown]>;

interface Found {
  readonly place: Place;
  readonly property: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly why: string;
  readonly verdict: Verdict;
}

/** What CloudFormation does with the resource that a template no longer has, from what keeps least. */
const fates = ['Delete', 'Snapshot', 'RetainExceptOnCreate', 'Retain'];

function fateOf(policy: string | undefined): number {
  return fates.indexOf(policy ?? 'Delete');
}

const policies = {
  DeletionPolicy: 'it goes when the template no longer has it',
  UpdateReplacePolicy: 'the old one goes when a change replaces it',
} as const;

function keptLess(before: Resource, after: Resource, place: Place): Found[] {
  return Object.entries(policies).map(([name, why]) => {
    const property = name as keyof typeof policies;
    const [was, is] = [before[property], after[property]];
    const verdict = fateOf(was) === fateOf(is) ? 'same' : fateOf(is) < fateOf(was) ? 'weaker' : 'stronger';
    return { place, property, before: was ?? 'Delete', after: is ?? 'Delete', why, verdict };
  });
}

/** The properties that a rule without a path of its own reads: those that differ. */
function differing(before: unknown, after: unknown): [unknown, unknown] {
  const names = [...new Set([before, after].flatMap((one) => (isObject(one) ? Object.keys(one) : [])))].filter(
    (name) => name !== 'Tags',
  );
  const differ = names.filter((name) => !isDeepStrictEqual(valueAt(before, name), valueAt(after, name)));
  const only = (value: unknown) => Object.fromEntries(differ.map((name) => [name, valueAt(value, name)]));
  return [only(before), only(after)];
}

function judge({ path, compare, why }: GuardRule, before: unknown, after: unknown, place: Place): Found {
  const [was, is] = [valueAt(before, path), valueAt(after, path)];
  const verdict = compare(was, is, { before, after });
  if (path !== '') return { place, property: path, before: was, after: is, why, verdict };
  const [wasPart, isPart] = differing(before, after);
  return { place, property: Object.keys(wasPart as object).join(', '), before: wasPart, after: isPart, why, verdict };
}

function placeOf(entry: Entry): Place {
  return { ...originOf(entry), type: entry.resource.Type };
}

function inPair({ base, head }: ResourcePair): Found[] {
  const { whole, more, rules = [] } = guards[(head ?? base)?.resource.Type ?? ''] ?? {};
  if (base !== undefined && head !== undefined) {
    const place = placeOf(head);
    const [before, after] = [base.resource.Properties ?? {}, head.resource.Properties ?? {}];
    return [...rules.map((one) => judge(one, before, after, place)), ...keptLess(base.resource, head.resource, place)];
  }
  if (head === undefined && base !== undefined && whole !== undefined) {
    return [{ place: placeOf(base), property: '', before: 'there', after: 'removed', why: whole, verdict: 'weaker' }];
  }
  if (base === undefined && head !== undefined && (more !== undefined || whole !== undefined)) {
    const verdict = more === undefined ? 'stronger' : 'weaker';
    return [{ place: placeOf(head), property: '', before: 'not there', after: 'added', why: more ?? '', verdict }];
  }
  return [];
}

const protection = rule(
  'terminationProtection',
  (before, after) => {
    if (before === after) return 'same';
    return before === true ? 'weaker' : 'stronger';
  },
  'one call deletes the whole stack',
);

function inStacks(pairs: readonly StackPair[]): Found[] {
  return pairs
    .filter(({ head }) => head.parent === undefined)
    .map(({ base, head }) => judge(protection, base, head, { constructPath: head.name, type: 'stack' }));
}

/** @param pairs of resolved resources */
export function guardChanges(
  environment: { readonly name: string; readonly account: string; readonly region: string },
  stacks: readonly StackPair[],
  pairs: readonly ResourcePair[],
): GuardChanges & { readonly values: Values } {
  const values = new Map<GuardChange, readonly [unknown, unknown]>();
  const found = [...inStacks(stacks), ...pairs.flatMap(inPair)];
  const told = (verdicts: readonly Verdict[]) =>
    found
      .filter(({ verdict }) => verdicts.includes(verdict))
      .map(({ place, property, before, after, why, verdict }): GuardChange => {
        const [was, is] = shownBeside(before, after);
        const path = withinEnvironment(place.constructPath, environment.name);
        const change: GuardChange = {
          kind: 'guard',
          environment: environment.name,
          fingerprint: fingerprintOf('guard', { type: place.type, path, property, after }, environment),
          ...place,
          property,
          before: was,
          after: is,
          why: verdict === 'unclear' ? `nobody can show that it protects as much: it may be that ${why}` : why,
        };
        values.set(change, [before, after]);
        return change;
      });
  return { weakened: told(['weaker', 'unclear']), strengthened: told(['stronger']), values };
}
