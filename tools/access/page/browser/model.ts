import type { AccessLevel, AccessRow, Condition, RowPrincipal } from '../../rows/access-row';
import { principalName, resourceName } from '../../rows/words';
import type { Finding } from '../finding';
import { levels } from '../level';
import type { PageData, StatementRecord, WayRecord } from '../page-data';
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

export interface EnvironmentDifference {
  readonly name: string;
  readonly gained: readonly Way[];
  readonly lost: readonly Way[];
  readonly changed: readonly { readonly reach: Reach; readonly base: Way; readonly head: Way }[];
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
  const differences = data.difference.environments.map(({ name, gained, lost, changed }) => ({
    name,
    gained: gained.map(way),
    lost: lost.map(way),
    changed: changed.map(([reach, before, after]) => ({ reach, base: way(before), head: way(after) })),
  }));
  return { environments, difference: { base, head, environments: differences } };
}

export function stacksOf({ statements }: Way): string[] {
  return [...new Set(statements.map(({ stack }) => stack))];
}

export function standingIn({ account }: Environment, principal: Principal): Standing {
  return standingOf(principal, account);
}
