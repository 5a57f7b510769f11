import type { KnownAction } from '../actions';
import { commonArns, containsArn } from '../arn-patterns';
import { withoutContained } from '../patterns';
import type { ProtectedResource } from '../resource-policies';
import { type Condition, type DecidingStatement } from './access-row';
import { allOf, always, conditionOf, isNever, never, not } from './condition-tree';
import { type Facts, decide, simplify } from './decide';
import { meaningOf } from './named-principals';
import { concernsAction, type PlacedStatement } from './placed-statement';
import { concernsResources, decideResources, excludesAll, type ResourceSet } from './resource-set';
import { accountOf, factsOf, type Subject } from './subject';

/** Some of what a policy is asked about. */
export interface Reach {
  readonly pattern: string;
  /** The kind of resource that this is; @default - whichever the pattern fits */
  readonly kind?: string;
}

/** A resource whose policy takes part in the decision, with the statements of that policy. */
export interface Guarded {
  readonly resource: ProtectedResource;
  /** All that its policy is asked about: a bucket and its objects. */
  readonly reaches: readonly Reach[];
  readonly statements: readonly PlacedStatement[];
}

/** What must also allow an access, and is not in the assembly. */
type Elsewhere = 'identity policy' | 'resource policy';

/** Statements that together allow a subject an action. */
export interface Way {
  readonly subject: Subject;
  readonly action: KnownAction;
  readonly set: ResourceSet;
  readonly guarded?: Guarded;
  readonly allowing: readonly PlacedStatement[];
  /** When the statements that name their principals mean the subject. */
  readonly meant: readonly Condition[];
  /** The Deny statements of the subject's own policies and of its boundary. */
  readonly denying: readonly PlacedStatement[];
  readonly alsoNeeds?: Elsewhere;
}

/** A way that something can take, with what that depends on. */
export interface OpenWay extends Way {
  readonly conditions: Condition;
  readonly deciding: readonly DecidingStatement[];
}

/** When a Deny refuses what the way allows; never when it is about something else. */
function refusal({ statement }: PlacedStatement, { subject, action, set }: Way, facts: Facts): Condition {
  const isOwn = statement.Principal === undefined && statement.NotPrincipal === undefined;
  const meant = isOwn ? always : (meaningOf(statement, subject)?.when ?? never);
  return decide(allOf([meant, concernsResources(statement, action, set.pattern), conditionOf(statement)]), facts);
}

/** Where whoever takes the way is. */
function partitionOf({ guarded, subject }: Way): string {
  return (guarded?.resource.arn ?? subject.principal.id).split(':')[1] ?? '';
}

/** Patterns to which the conditions bind the resource, whatever else they say. */
function boundResources(conditions: Condition): readonly string[] | undefined {
  const parts = 'all' in conditions ? conditions.all : [conditions];
  return parts.find((part) => 'resourceLike' in part)?.resourceLike;
}

/** The way with all that it depends on: several, when that leaves several sets of resources; none when nothing can take it. */
export function opened(way: Way): OpenWay[] {
  const { subject, action, set, guarded } = way;
  const facts = factsOf(subject, accountOf(set.pattern, guarded?.resource));
  const denials = [...way.denying, ...(guarded?.statements ?? [])]
    .filter(({ statement }) => statement.Effect === 'Deny' && concernsAction(statement, action))
    .map((denial) => ({ denial, when: refusal(denial, way, facts) }))
    .filter(({ when }) => !isNever(when));
  const conditions = simplify(
    allOf([
      ...set.conditions.map((condition) => decideResources(condition, set.pattern)),
      ...way.meant,
      ...way.allowing.map(({ statement }) => conditionOf(statement)),
      ...denials.map(({ when }) => not(when)),
    ]),
    facts,
  );
  if (isNever(conditions) || excludesAll(conditions, set, action, partitionOf(way))) return [];
  const narrower = boundResources(conditions)?.map((pattern) => commonArns(set.pattern, pattern));
  if (narrower?.every((patterns) => patterns !== undefined) === true) {
    return withoutContained(narrower.flat(), containsArn).flatMap((pattern) =>
      opened({ ...way, set: { ...set, pattern } }),
    );
  }
  const deciding = [...way.allowing, ...denials.map(({ denial }) => denial)].map(({ told }) => told);
  return [{ ...way, conditions, deciding }];
}
