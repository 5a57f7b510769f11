import type { Assembly } from '../assembly';
import type { ProtectedResource } from '../resource-policies';
import type { RowPrincipal } from '../rows/access-row';
import { listOf, type Statement } from '../template';
import { type Asker, unlimited } from './resource-access';

/** Somebody whom no stack of the environment makes. */
export interface Outsider extends Pick<RowPrincipal, 'kind' | 'id'> {
  readonly asker: Asker;
  /** Which resources it is asked about. @default - all */
  readonly isAskedOf?: (resource: ProtectedResource) => boolean;
}

function ofService(name: string): Outsider {
  const facts = { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': name };
  return { kind: 'service', id: name, asker: { principal: name, facts, identityPolicies: [] } };
}

/** Somebody whom an identity provider vouches for; what it says of them, conditions may ask. */
function ofProvider(arn: string): Outsider {
  return { kind: 'federated', id: arn, asker: { principal: arn, facts: {}, identityPolicies: [] } };
}

function ofForeigner(arn: string): Outsider {
  const facts = {
    'aws:PrincipalAccount': arn.split(':')[4] ?? '',
    'aws:PrincipalArn': arn,
    'aws:PrincipalIsAWSService': 'false',
  };
  return { kind: 'foreign', id: arn, asker: { principal: arn, facts, identityPolicies: unlimited() } };
}

function ofAnyone(): Outsider {
  const facts = { 'aws:PrincipalAccount': 'anonymous', 'aws:PrincipalIsAWSService': 'false' };
  return { kind: 'anyone', id: '*', asker: { principal: undefined, facts, identityPolicies: [] } };
}

/**
 * Resources that leave nothing to their account but what their policy says. Elsewhere a policy only refuses, and what an
 * account allows itself is not told by any template.
 */
const decidedByTheirPolicy = ['AWS::KMS::Key', 'AWS::IAM::Role'];

/** Whoever an account lets do everything; which role or user it is, conditions may ask. */
function ofAccount(account: string, partition: string, owns: boolean): Outsider {
  const facts = { 'aws:PrincipalAccount': account, 'aws:PrincipalIsAWSService': 'false' };
  return {
    kind: 'account',
    id: account,
    asker: { principal: `arn:${partition}:iam::${account}:role/of-account`, facts, identityPolicies: unlimited() },
    ...(owns ? { isAskedOf: ({ type }: ProtectedResource) => decidedByTheirPolicy.includes(type) } : {}),
  };
}

/** An account that nobody names. */
const stranger = '000000000000';

function fromAws(named: string, partition: string, own: ReadonlySet<string>): Outsider {
  const account = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(named)?.[1];
  if (account !== undefined) return ofAccount(account, partition, own.has(account));
  return named === '*' ? ofAnyone() : ofForeigner(named);
}

function namedBy({ Principal }: Statement, partition: string, own: ReadonlySet<string>): Outsider[] {
  if (Principal === undefined) return [];
  if (typeof Principal === 'string') return [ofAnyone()];
  return Object.entries(Principal).flatMap(([kind, names]) =>
    listOf(names).map((name) => {
      if (kind === 'AWS') return fromAws(name, partition, own);
      if (kind === 'Service') return ofService(name);
      if (kind === 'Federated') return ofProvider(name);
      throw new Error(`a policy names the ${kind} principal ${name}; say in outsiders.ts how such a one is asked`);
    }),
  );
}

/** Everybody from outside whom a policy of the environment lets do something, and those whom none should: anyone, and another account. */
export function outsidersOf({ principals, resources, stacks }: Assembly): Outsider[] {
  const partition = stacks[0]?.partition ?? '';
  const own = new Set(stacks.map(({ account }) => account));
  const insiders = new Set(principals.map(({ arn }) => arn));
  const named = resources
    .flatMap(({ policy }) => policy?.Statement ?? [])
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) => namedBy(statement, partition, own));
  const all = [ofAnyone(), ofAccount(stranger, partition, false), ...named].filter(({ id }) => !insiders.has(id));
  return [...new Map(all.map((outsider) => [`${outsider.kind} ${outsider.id}`, outsider])).values()];
}
