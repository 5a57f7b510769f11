import type { AccessLevel, AccessRow, Condition, RowPrincipal } from '../../rows/access-row';
import { comparisonsOf } from '../../rows/condition-tree';
import { principalName, resourceName } from '../../rows/words';
import type { Finding } from '../finding';
import { levels } from '../level';
import type { OneSidedRecord, PageData, RequestRecord, StatementRecord, WayRecord } from '../page-data';
import type { Reach } from '../page-input';
import { type ResourceKind, resourceKind } from '../resource-kind';
import { type Standing, standingOf } from '../standing';

export interface Principal extends RowPrincipal {
  readonly name: string;
}

export interface Resource {
  readonly arn: string;
  readonly name: string;
  readonly kind: ResourceKind;
}

export interface Statement {
  readonly policy: string;
  readonly effect: string;
  readonly statement: string;
  readonly stack: string;
  readonly logicalId: string;
  readonly constructPath: string;
  readonly source?: string;
}

/** Rows that differ in their action alone. */
export interface Way {
  readonly principal: Principal;
  readonly resource: Resource;
  readonly level: AccessLevel;
  readonly condition: Condition;
  readonly statements: readonly Statement[];
  readonly actions: readonly string[];
  readonly maximumSessionSeconds?: number;
  readonly alsoNeeds?: AccessRow['alsoNeeds'];
}

export interface Environment {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly summary: readonly Finding[];
  readonly ways: readonly Way[];
  /** The stacks whose statements decide, in the order in which they appear. */
  readonly stacks: readonly string[];
}

/** A request that one of two sides allows and the other does not. */
export interface Request {
  readonly action: string;
  /** ARN, or what stands for any. */
  readonly resource: string;
  /** What it sends for the keys of conditions, whose names are spelled as the policies spell them. */
  readonly context: readonly (readonly [key: string, value: string | readonly string[]])[];
}

interface OneSidedWay {
  readonly way: Way;
  readonly request?: Request;
}

interface ChangedWay {
  readonly reach: Reach;
  readonly base: Way;
  readonly head: Way;
  readonly nowAllowed?: Request;
  readonly noLongerAllowed?: Request;
}

export interface EnvironmentDifference {
  readonly name: string;
  readonly gained: readonly OneSidedWay[];
  readonly lost: readonly OneSidedWay[];
  readonly changed: readonly ChangedWay[];
}

export interface Difference {
  readonly base: string;
  readonly head: string;
  readonly environments: readonly EnvironmentDifference[];
}

export interface Model {
  readonly environments: readonly Environment[];
  readonly difference?: Difference;
}

/** An entry that the page's own program wrote: one that is absent is a fault of that program. */
function at<Item>(items: readonly Item[], place: number): Item {
  const item = items[place];
  if (item === undefined) throw new Error(`the page's data has no entry ${String(place)}`);
  return item;
}

export function decode(data: PageData): Model {
  const text = (place: number) => at(data.texts, place);
  const principals = data.principals.map(([kind, id, constructPath]): Principal => {
    const principal = { kind, id, ...(constructPath === undefined ? {} : { constructPath }) };
    return { ...principal, name: principalName(principal) };
  });
  const resources = data.resources.map(([arn, name]): Resource => ({
    arn,
    name: name ?? resourceName(arn),
    kind: resourceKind(arn),
  }));
  const statements = data.statements.map(
    ([policy, effect, statement, stack, logicalId, constructPath, source]: StatementRecord): Statement => ({
      policy: text(policy),
      effect: text(effect),
      statement: text(statement),
      stack: text(stack),
      logicalId: text(logicalId),
      constructPath: text(constructPath),
      ...(source === undefined ? {} : { source: text(source) }),
    }),
  );
  const way = ([principal, resource, level, condition, deciding, actions, more]: WayRecord): Way => ({
    principal: at(principals, principal),
    resource: at(resources, resource),
    level: at(levels, level),
    condition: at(data.conditions, condition),
    statements: deciding.map((place) => at(statements, place)),
    actions: actions.map(text),
    ...more,
  });
  const environments = data.environments.map(({ ways: records, ...rest }): Environment => {
    const ways = records.map(way);
    return { ...rest, ways, stacks: [...new Set(ways.flatMap((each) => stacksOf(each)))] };
  });
  if (data.difference === undefined) return { environments };

  const { base, head } = data.difference;
  const spellings = new Map(data.conditions.flatMap(comparisonsOf).map(({ key }) => [key.toLowerCase(), key]));
  const request = (record: RequestRecord | null): Request | undefined => {
    if (record === null) return undefined;
    const [action, resource, context] = record;
    return {
      action: text(action),
      resource: text(resource),
      context: context.map(([key, value]) => [
        spellings.get(text(key)) ?? text(key),
        typeof value === 'number' ? text(value) : value.map(text),
      ]),
    };
  };
  const oneSided = ([record, shown]: OneSidedRecord): OneSidedWay => ({ way: way(record), request: request(shown) });
  const differences = data.difference.environments.map(({ name, gained, lost, changed }) => ({
    name,
    gained: gained.map(oneSided),
    lost: lost.map(oneSided),
    changed: changed.map(([reach, before, after, nowAllowed, noLongerAllowed]) => ({
      reach,
      base: way(before),
      head: way(after),
      nowAllowed: request(nowAllowed),
      noLongerAllowed: request(noLongerAllowed),
    })),
  }));
  return { environments, difference: { base, head, environments: differences } };
}

export function stacksOf({ statements }: Way): string[] {
  return [...new Set(statements.map(({ stack }) => stack))];
}

export function standingIn({ account }: Environment, principal: Principal): Standing {
  return standingOf(principal, account);
}
