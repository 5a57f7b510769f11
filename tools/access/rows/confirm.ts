import type { Assembly } from '../assembly';
import type { Principal } from '../principals';
import { relevantTo } from '../relevant';
import { withKnownServices, withoutChineseEnding } from '../simulator/simulate';
import { discover, type OpenAnswer, type OpenQuestion } from '../simulator/discover';
import type { PolicyDocument } from '../template';
import type { Facts } from './decide';
import { AccessError } from './errors';
import { policyOf } from './guarded';
import { samplesOf, type Surroundings } from './sample';
import { accountOf, factsOf } from './subject';
import type { OpenWay } from './way';

function allowing(principal?: string): PolicyDocument {
  const named = principal === undefined ? {} : { Principal: { AWS: principal } };
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...named, Action: '*', Resource: '*' }] };
}

/** What is certain of every request of the way: what is only likely is left open. */
function certain(facts: Facts): Record<string, string> {
  return Object.fromEntries(
    [...facts].flatMap(([key, [value, ...others]]) =>
      value !== undefined && others.length === 0 ? [[key, value] as const] : [],
    ),
  );
}

function surroundingsOf({ subject, guarded }: OpenWay, { stacks }: Assembly): Surroundings {
  const [first] = stacks;
  const { partition = 'aws', region = '', account = '' } = guarded?.resource.entry.stack ?? first ?? {};
  return { partition, region, account: guarded === undefined ? (subject.account ?? account) : account };
}

/** Somebody of the kind that the way is for: a made-up role for whoever an account lets act. */
function actingAs({ subject: { principal } }: OpenWay, partition: string): string | undefined {
  if (principal.kind === 'anyone') return undefined;
  if (principal.kind === 'service') return withoutChineseEnding(principal.id);
  return principal.kind === 'account' ? `arn:${partition}:iam::${principal.id}:role/somebody` : principal.id;
}

const principalsByArn = new WeakMap<readonly Principal[], ReadonlyMap<string, Principal>>();

function byArn(principals: readonly Principal[]): ReadonlyMap<string, Principal> {
  const known = principalsByArn.get(principals) ?? new Map(principals.map((one) => [one.arn, one]));
  principalsByArn.set(principals, known);
  return known;
}

function identityOf(
  way: OpenWay,
  principals: readonly Principal[],
): Pick<OpenQuestion, 'identityPolicies' | 'boundary'> {
  const { action } = way.action;
  const known = byArn(principals).get(way.subject.principal.id);
  if (known === undefined) {
    return {
      identityPolicies: way.alsoNeeds === 'identity policy' ? [{ name: 'elsewhere', document: allowing() }] : [],
    };
  }
  const { boundary } = known;
  return {
    identityPolicies: known.identityPolicies.map(({ name, document }) => ({
      name,
      document: relevantTo(action, document),
    })),
    ...(boundary === undefined ? {} : { boundary: relevantTo(action, boundary) }),
  };
}

function resourcePolicyOf(way: OpenWay, account: string, partition: string): Pick<OpenQuestion, 'resourcePolicy'> {
  const { guarded, subject, action } = way;
  if (way.alsoNeeds === 'resource policy' || (guarded === undefined && account !== subject.account)) {
    return { resourcePolicy: allowing(`arn:${partition}:iam::${subject.account ?? ''}:root`) };
  }
  const policy = guarded && policyOf(guarded.resource);
  return policy === undefined ? {} : { resourcePolicy: withKnownServices(relevantTo(action.action, policy)) };
}

const judged = new Map<string, Promise<OpenAnswer>>();

function judge(question: OpenQuestion): Promise<OpenAnswer> {
  const key = JSON.stringify(question);
  const known = judged.get(key);
  if (known !== undefined) return known;
  const answer = discover(question);
  judged.set(key, answer);
  return answer;
}

function questionAbout(resource: string, way: OpenWay, assembly: Assembly, around: Surroundings): OpenQuestion {
  const { subject, action, guarded } = way;
  const resourceAccount = accountOf(resource, guarded?.resource) ?? subject.account ?? around.account;
  return {
    principal: actingAs(way, around.partition),
    action: action.action,
    resource,
    resourceAccount,
    facts: certain(factsOf(subject, undefined)),
    ...identityOf(way, assembly.principals),
    ...resourcePolicyOf(way, resourceAccount, around.partition),
  };
}

/**
 * Asks the simulator about one request of the way: it must find it possible.
 *
 * @throws AccessError that names the request and both answers
 */
export async function confirm(way: OpenWay, assembly: Assembly): Promise<void> {
  const { subject, action, set } = way;
  const around = surroundingsOf(way, assembly);
  const statements = way.deciding.map(({ logicalId, statement }) => `${logicalId}: ${String(statement)}`).join(', ');
  const what = `${subject.principal.kind} ${subject.principal.id}: ${action.action} on ${set.pattern} (${statements})`;
  for (const resource of samplesOf(set, action, way.conditions, around)) {
    const answer = await judge(questionAbout(resource, way, assembly, around));
    // Not every ARN is one about which the simulator can be asked.
    if (answer.kind === 'inapplicable') continue;
    if (answer.allowed.length > 0) return;
    throw new AccessError(
      `${what}: our own reading of the policies allows it, the simulator refuses it in every request about ${resource}. One of the two is wrong`,
    );
  }
  throw new AccessError(
    `${what}: no ARN is found about which the simulator can be asked; see tools/access/rows/sample.ts`,
  );
}
