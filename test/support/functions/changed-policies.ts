import type { Assembly } from '../../../tools/access/assembly';
import type { Principal } from '../../../tools/access/principals';
import { listOf, type PolicyDocument, type Statement } from '../../../tools/access/template';

/** Which of a role's policies: both must allow a call. */
export type Layer = 'policy' | 'boundary';

/** A statement of one layer of a role. */
export interface Placed {
  readonly role: string;
  readonly layer: Layer;
  readonly statement: Statement;
}

const everything: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** What KMS gives to a key that nobody wrote a policy for. */
function leftToPolicies(account: string): PolicyDocument {
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }] };
}

function principalOf({ principals }: Assembly, role: string): Principal {
  const found = principals.find(({ arn }) => arn === role);
  if (found === undefined) throw new Error(`no stack has the role ${role}`);
  return found;
}

/** The statements of one layer of a role. @throws Error when there is none, because nothing would be proven then */
export function statementsIn(assembly: Assembly, role: string, layer: Layer): Placed[] {
  const { identityPolicies, boundary } = principalOf(assembly, role);
  const documents = layer === 'policy' ? identityPolicies.map(({ document }) => document) : [boundary ?? everything];
  const statements = documents.flatMap(({ Statement }) => Statement);
  if (statements.length === 0) throw new Error(`${role} has no statements in its ${layer}`);
  return statements.map((statement) => ({ role, layer, statement }));
}

/**
 * The assembly with one statement changed, in whatever has that very statement: a boundary belongs to several roles.
 *
 * @param change gives the statement that is to stand there, or nothing
 */
export function withChanged(
  assembly: Assembly,
  { layer, statement }: Placed,
  change: (statement: Statement) => Statement | undefined,
): Assembly {
  const changed = (document: PolicyDocument): PolicyDocument => ({
    ...document,
    Statement: document.Statement.flatMap((one) => (one === statement ? (change(one) ?? []) : one)),
  });
  return {
    ...assembly,
    principals: assembly.principals.map((principal) =>
      layer === 'policy'
        ? {
            ...principal,
            identityPolicies: principal.identityPolicies.map((policy) => ({
              ...policy,
              document: changed(policy.document),
            })),
          }
        : { ...principal, ...(principal.boundary === undefined ? {} : { boundary: changed(principal.boundary) }) },
    ),
  };
}

/**
 * The assembly in which only one layer of a role decides about it, so that nothing else makes up for what it lacks: not
 * the other layer, and no policy of an encryption key.
 */
export function withOnly(assembly: Assembly, role: string, layer: Layer): Assembly {
  return {
    ...assembly,
    resources: assembly.resources.map((resource) =>
      resource.arn.includes(':kms:') ? { ...resource, policy: leftToPolicies(resource.account) } : resource,
    ),
    principals: assembly.principals.map((principal) => {
      if (principal.arn !== role) return principal;
      const { boundary: _, ...rest } = principal;
      return layer === 'policy'
        ? rest
        : { ...principal, identityPolicies: [{ name: 'everything', document: everything }] };
    }),
  };
}

/** A statement without one of its actions; nothing when it was the only one. */
export function withoutAction(action: string): (statement: Statement) => Statement | undefined {
  return (statement) => {
    const Action = listOf(statement.Action).filter((one) => one !== action);
    return Action.length === 0 ? undefined : { ...statement, Action };
  };
}

/** One way in which a statement may allow more. */
export interface Widening {
  readonly name: string;
  readonly widen: (statement: Statement) => Statement;
}

/** Every way to widen a statement: all resources, each resource's last part open, and each condition left out. */
export function wideningsOf({ Resource, Condition = {} }: Statement): Widening[] {
  const resources = listOf(Resource);
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.keys(keys).map((key) => ({ operator, key })),
  );
  return [
    ...(resources.includes('*') ? [] : [{ name: 'for all resources', widen: withResource(() => '*') }]),
    ...(resources.some((resource) => /-\?{6}$/.test(resource))
      ? [{ name: 'for longer names', widen: withResource((resource) => resource.replace(/-\?{6}$/, '-*')) }]
      : []),
    ...conditions.map(({ operator, key }) => ({
      name: `without ${operator} ${key}`,
      widen: (statement: Statement) => withoutCondition(statement, operator, key),
    })),
  ];
}

function withResource(change: (resource: string) => string): (statement: Statement) => Statement {
  return (statement) => ({ ...statement, Resource: listOf(statement.Resource).map(change) });
}

function withoutCondition(statement: Statement, operator: string, key: string): Statement {
  const { [key]: _, ...keys } = statement.Condition?.[operator] ?? {};
  const { [operator]: __, ...operators } = statement.Condition ?? {};
  const Condition = { ...operators, ...(Object.keys(keys).length === 0 ? {} : { [operator]: keys }) };
  const { Condition: ___, ...rest } = statement;
  return Object.keys(Condition).length === 0 ? rest : { ...rest, Condition };
}
