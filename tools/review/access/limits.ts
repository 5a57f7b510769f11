import { type KnownAction, knownActions } from '../../access/actions';
import type { Assembly } from '../../access/assembly';
import { TooManyCasesError } from '../../access/implication/cells';
import { satisfyingRequest } from '../../access/implication/satisfy';
import type { Condition } from '../../access/rows/access-row';
import { allOf, always, anyOf, conditionOf, not } from '../../access/rows/condition-tree';
import type { ConcreteRequest } from '../../access/rows/holds';
import { guardedResources, reachOf } from '../../access/rows/guarded';
import { mentionedIn } from '../../access/rows/named-principals';
import { concernsAction } from '../../access/rows/placed-statement';
import type { Guarded } from '../../access/rows/way';
import { type Entry, listOf, originOf, type PolicyDocument, type Statement } from '../../access/template';
import type { GuardChange } from '../finding';
import { canonicalText, fingerprintOf } from '../fingerprint';
import { withinEnvironment } from '../place';
import { shown } from '../shown';

/**
 * Limits that no access row shows, because they hold for whoever comes later: statements that refuse, and boundaries.
 */

/** All statements that refuse to one subject, or all that a boundary consists of. */
interface Limit {
  readonly entry: Entry;
  readonly kind: 'refusal' | 'boundary';
  readonly statements: readonly Statement[];
}

function whoever(statement: Statement): Condition {
  if (statement.Principal === undefined && statement.NotPrincipal === undefined) return always;
  const named = mentionedIn(statement).map((one): Condition => {
    switch (one.kind) {
      case 'anyone':
        return always;
      case 'account':
        return { operator: 'StringEquals', key: 'aws:PrincipalAccount', values: [one.account] };
      case 'arn':
        return { operator: 'ArnEquals', key: 'aws:PrincipalArn', values: [one.arn] };
      case 'service':
        return { operator: 'StringEquals', key: 'aws:PrincipalServiceName', values: [one.service] };
      case 'federated':
        return { operator: 'StringEquals', key: 'aws:FederatedProvider', values: [one.provider] };
    }
  });
  return statement.NotPrincipal === undefined ? anyOf(named) : not(anyOf(named));
}

function whatever({ Resource, NotResource }: Statement): Condition {
  if (NotResource !== undefined) return not({ resourceLike: listOf(NotResource) });
  return Resource === undefined || listOf(Resource).includes('*') ? always : { resourceLike: listOf(Resource) };
}

/** When some statements speak about an action. */
function speak(statements: readonly Statement[], action: KnownAction): Condition {
  return anyOf(
    statements
      .filter((statement) => concernsAction(statement, action))
      .map((statement) => allOf([whoever(statement), whatever(statement), conditionOf(statement)])),
  );
}

function effective(statements: readonly Statement[], effect: Statement['Effect']): Statement[] {
  return statements.filter((statement) => statement.Effect === effect);
}

/** When a limit lets a request with an action through. */
function lets({ kind, statements }: Limit, action: KnownAction): Condition {
  const refused = not(speak(effective(statements, 'Deny'), action));
  return kind === 'refusal' ? refused : allOf([speak(effective(statements, 'Allow'), action), refused]);
}

/** Services whose actions tell people most, when a statement is about all of them. */
const telling = ['s3:', 'secretsmanager:', 'kms:', 'iam:'];

/** One action for each set of statements that speak about the same actions. */
async function representatives(statements: readonly Statement[], concerns: Concerns): Promise<KnownAction[]> {
  const found = new Map<string, KnownAction>();
  const all = (await knownActions()).filter(concerns);
  const first = telling.flatMap((prefix) => all.filter(({ action }) => action.startsWith(prefix)));
  for (const action of [...first, ...all]) {
    const set = statements.map((statement) => (concernsAction(statement, action) ? '1' : '0')).join('');
    if (set.includes('1') && !found.has(set)) found.set(set, action);
  }
  return [...found.values()];
}

/** Whether a limit can be about an action: whatever else the policy of a bucket says, it is asked about buckets alone. */
type Concerns = (action: KnownAction) => boolean;

interface Opened {
  readonly action: string;
  /** Absent when the conditions are too many to find one. */
  readonly request?: ConcreteRequest;
}

/** A request that the head lets through and the base does not. */
async function openedBy(base: Limit, head: Limit, concerns: Concerns): Promise<Opened | undefined> {
  for (const action of await representatives([...base.statements, ...head.statements], concerns)) {
    try {
      const request = satisfyingRequest(allOf([lets(head, action), not(lets(base, action))]));
      if (request !== undefined) return { action: action.action, request };
    } catch (error) {
      if (!(error instanceof TooManyCasesError)) throw error;
      return { action: action.action };
    }
  }
  return undefined;
}

function refusalsIn(documents: readonly PolicyDocument[]): Statement[] {
  return documents.flatMap(({ Statement }) => effective(listOf(Statement), 'Deny'));
}

function limitsOf({ principals, resources }: Assembly): Map<string, Limit> {
  const limits = new Map<string, Limit>();
  for (const { arn, entry, identityPolicies, boundary } of principals) {
    const statements = refusalsIn(identityPolicies.map(({ document }) => document));
    limits.set(`identity ${arn}`, { entry, kind: 'refusal', statements });
    if (boundary !== undefined) {
      limits.set(`boundary ${arn}`, { entry, kind: 'boundary', statements: listOf(boundary.Statement) });
    }
  }
  for (const { arn, entry, policy } of resources) {
    const statements = policy === undefined ? [] : refusalsIn([policy]);
    limits.set(`resource ${arn}`, { entry, kind: 'refusal', statements });
  }
  return limits;
}

/** Statements as texts without their names and whatever their order. */
function written({ statements }: Limit): string {
  return statements
    .map(({ Sid: _name, ...statement }) => canonicalText(statement))
    .sort()
    .join('\n');
}

const words = {
  refusal: { property: 'statements that refuse', why: 'whatever a policy allows, this is refused no more' },
  boundary: { property: 'permissions boundary', why: 'a later policy may allow this, and it then holds' },
} as const;

/** Whether AWS asks the policy of a resource about an action: that of a service asks about none of another. */
function isAskedOf(guarded: Guarded, action: KnownAction): boolean {
  const { arn, type } = guarded.resource;
  const isOwn = type === 'AWS::IAM::Role' || arn.split(':')[2] === action.service;
  return isOwn && reachOf(guarded, action).length > 0;
}

/** Statements that refuse, and boundaries, that let something through which they did not. */
export async function weakenedLimits(
  environment: { readonly name: string; readonly account: string; readonly region: string },
  base: Assembly,
  head: Assembly,
): Promise<GuardChange[]> {
  const after = limitsOf(head);
  const guarded = await guardedResources([...base.resources, ...head.resources]);
  const known = new Map(guarded.map((one) => [`resource ${one.resource.arn}`, one]));
  const changes: GuardChange[] = [];
  for (const [subject, before] of limitsOf(base)) {
    const now = after.get(subject);
    if (now === undefined || written(now) === written(before)) continue;
    const resource = known.get(subject);
    const opened = await openedBy(before, now, (action) => resource === undefined || isAskedOf(resource, action));
    if (opened === undefined) continue;
    const { property, why } = words[before.kind];
    const origin = originOf(now.entry);
    const path = withinEnvironment(origin.constructPath, environment.name);
    const request = opened.request === undefined ? '' : ` on ${opened.request.resource}${contextText(opened.request)}`;
    changes.push({
      kind: 'guard',
      environment: environment.name,
      fingerprint: fingerprintOf('guard', { path, property, after: written(now) }, environment),
      ...origin,
      type: now.entry.resource.Type,
      property,
      before: shown(`${opened.action}${request}: refused`),
      after: opened.request === undefined ? 'nobody can show that it still is' : 'let through',
      why,
    });
  }
  return changes;
}

function contextText({ context }: ConcreteRequest): string {
  const keys = Object.entries(context);
  return keys.length === 0 ? '' : ` with ${keys.map(([key, value]) => `${key}=${String(value)}`).join(', ')}`;
}
