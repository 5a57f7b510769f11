import { fittingTypes, type KnownAction } from '../actions';
import { containsArn } from '../arn-patterns';
import { mustDelegate, reachOf } from './guarded';
import { meaningOf } from './named-principals';
import { concernsAction, type PlacedStatement } from './placed-statement';
import { common, outside, type ResourceSet, resourcesOf, within } from './resource-set';
import { accountOf, type Subject } from './subject';
import type { Guarded, Way } from './way';

/** A role or user with the statements of all of its policies. */
export interface Actor {
  readonly subject: Subject & { readonly account: string };
  readonly identity: readonly PlacedStatement[];
  readonly boundary?: readonly PlacedStatement[];
}

/** Something that an identity policy allows, and the boundary with it. */
interface Granted {
  readonly action: KnownAction;
  readonly set: ResourceSet;
  readonly allowing: readonly PlacedStatement[];
}

function isAllow({ statement }: PlacedStatement): boolean {
  return statement.Effect === 'Allow';
}

/** The boundary's statements that let something through, each with what it lets through; everything without a boundary. */
export function throughBoundary({ boundary }: Actor, action: KnownAction, set: ResourceSet): Omit<Granted, 'action'>[] {
  if (boundary === undefined) return [{ set, allowing: [] }];
  return boundary
    .filter((placed) => isAllow(placed) && concernsAction(placed.statement, action))
    .flatMap((placed) =>
      resourcesOf(placed.statement, action).flatMap((limit) =>
        common(set, limit).map((both) => ({ set: both, allowing: [placed] })),
      ),
    );
}

/** Everything that both an actor's policies and its boundary allow. */
function grantsOf(actor: Actor): Granted[] {
  return actor.identity.filter(isAllow).flatMap((placed) =>
    placed.actions.flatMap((action) =>
      resourcesOf(placed.statement, action)
        .filter(({ pattern }) => action.resourceTypes.length === 0 || fittingTypes(action, pattern).length > 0)
        .flatMap((set) => throughBoundary(actor, action, set))
        .map(({ set, allowing }) => ({ action, set, allowing: [placed, ...allowing] })),
    ),
  );
}

/** The Deny statements of an actor's policies and boundary. */
export function denialsOf({ identity, boundary = [] }: Actor): PlacedStatement[] {
  return [...identity, ...boundary].filter((placed) => !isAllow(placed));
}

/** The statements of a resource's policy that must join in, one for each way; one way without any when none must. */
function joining(
  guarded: Guarded,
  actor: Actor,
  action: KnownAction,
  set: ResourceSet,
): Pick<Way, 'set' | 'allowing' | 'meant'>[] {
  const crossing = guarded.resource.account !== actor.subject.account;
  if (!crossing && !mustDelegate(guarded)) return [{ set, allowing: [], meant: [] }];
  return guarded.statements
    .filter((placed) => isAllow(placed) && concernsAction(placed.statement, action))
    .flatMap((placed) => {
      const meant = meaningOf(placed.statement, actor.subject);
      // Within an account, a statement that names the principal needs no identity policy: see resource-ways.ts.
      if (meant === undefined || (!crossing && meant.how !== 'account')) return [];
      return resourcesOf(placed.statement, action).flatMap((limit) =>
        common(set, limit).map((both) => ({ set: both, allowing: [placed], meant: [meant.when] })),
      );
    });
}

interface Reached {
  readonly guarded: Guarded;
  readonly pattern: string;
}

const reachedBy = new WeakMap<readonly Guarded[], Map<KnownAction, readonly Reached[]>>();

/** What an action can be done to of all that has a policy: the same for whoever does it. */
function reachedIn(resources: readonly Guarded[], action: KnownAction): readonly Reached[] {
  const known = reachedBy.get(resources) ?? new Map<KnownAction, readonly Reached[]>();
  reachedBy.set(resources, known);
  const found =
    known.get(action) ??
    resources.flatMap((guarded) => reachOf(guarded, action).map((pattern) => ({ guarded, pattern })));
  known.set(action, found);
  return found;
}

/** Every way that begins with an identity policy. */
export function identityWays(actor: Actor, resources: readonly Guarded[]): Way[] {
  const { subject } = actor;
  const denying = denialsOf(actor);
  return grantsOf(actor).flatMap(({ action, set, allowing }) => {
    const reached = reachedIn(resources, action).flatMap((one) =>
      within(set, one.pattern).map((part) => ({ ...one, part })),
    );
    const ways = reached.flatMap(({ guarded, part }) =>
      joining(guarded, actor, action, part).map((join): Way => ({
        subject,
        action,
        guarded,
        denying,
        ...join,
        allowing: [...allowing, ...join.allowing],
      })),
    );
    if (reached.some(({ pattern }) => containsArn(pattern, set.pattern))) return ways;
    const rest = outside(
      set,
      reached.map(({ pattern }) => pattern),
    );
    return rest === undefined
      ? ways
      : [...ways, { subject, action, set: rest, allowing, meant: [], denying, ...needed(actor, action, rest) }];
  });
}

/** A resource that the assembly does not make has a policy that nobody here knows. */
function needed({ subject }: Actor, action: KnownAction, { pattern }: ResourceSet): Pick<Way, 'alsoNeeds'> {
  const account = accountOf(pattern, undefined);
  const foreign = account !== undefined && account !== subject.account;
  const hasOne = action.resourceTypes.some(
    ({ name }) => (action.service === 'kms' && name === 'key') || (action.service === 'sts' && name === 'role'),
  );
  return foreign || hasOne ? { alsoNeeds: 'resource policy' } : {};
}
