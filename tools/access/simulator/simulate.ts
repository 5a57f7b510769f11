// The only import of this library, which is AGPL: it is a tool of development, and nothing of it is deployed.
import { anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate';

import { decideEncryptionContext, type RequestContext, withoutEncryptionContext } from '../encryption-context';
import type { NamedPolicy } from '../principals';
import { listOf, type PolicyDocument } from '../template';
import './kept-collators';
import { withKnownClaims } from './token-claims';

export type Answer = 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';

/** One request to AWS, with every policy that decides about it. */
export interface Request {
  /** ARN of a role or user, name of a service, or nobody. */
  readonly principal: string | undefined;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string;
  /** What AWS sends with every such request; what does not apply to the action is left out. */
  readonly usualContext: RequestContext;
  /** What belongs to this request; a key that AWS does not send with the action is an error. */
  readonly context: RequestContext;
  readonly identityPolicies: readonly NamedPolicy[];
  readonly boundary?: PolicyDocument;
  readonly resourcePolicy?: PolicyDocument;
}

/** The request could not be judged; that is never a refusal. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
}

/** Without an organization every account has this. */
const noServiceControl = {
  orgIdentifier: 'account',
  policies: [
    {
      name: 'FullAWSAccess',
      policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
    },
  ],
};

/** The simulator takes no name of a service that ends as those of the China Regions do, for the name of a service. */
export function withoutChineseEnding(service: string): string {
  return service.replace(/\.amazonaws\.com\.cn$/, '.amazonaws.com');
}

/** The policy with names of services that the simulator takes for such. */
export function withKnownServices(policy: PolicyDocument): PolicyDocument {
  return {
    ...policy,
    Statement: policy.Statement.map((statement) =>
      typeof statement.Principal === 'object' && statement.Principal.Service !== undefined
        ? {
            ...statement,
            Principal: {
              ...statement.Principal,
              Service: listOf(statement.Principal.Service).map(withoutChineseEnding),
            },
          }
        : statement,
    ),
  };
}

/** What IAM's published rules answer to a request. */
export async function simulate(request: Request): Promise<Answer> {
  const { context, policy: resourcePolicy } = withKnownClaims(request.action, {
    context: { ...request.usualContext, ...request.context },
    policy: request.resourcePolicy,
  });
  const decided = (policy: PolicyDocument) => decideEncryptionContext(policy, context);
  const result = await runSimulation(
    {
      request: {
        principal: request.principal === undefined ? anonymousPrincipal : withoutChineseEnding(request.principal),
        action: request.action,
        resource: { resource: request.resource, accountId: request.resourceAccount },
        contextVariables: withoutEncryptionContext(context),
      },
      identityPolicies: request.identityPolicies.map(({ name, document }) => ({ name, policy: decided(document) })),
      serviceControlPolicies: request.principal === undefined ? [] : [noServiceControl],
      resourceControlPolicies: [],
      ...(resourcePolicy === undefined ? {} : { resourcePolicy: withKnownServices(decided(resourcePolicy)) }),
      ...(request.boundary === undefined
        ? {}
        : { permissionBoundaryPolicies: [{ name: 'boundary', policy: decided(request.boundary) }] }),
    },
    { simulationMode: 'Strict' },
  );
  const question = `${request.principal ?? 'anybody'} ${request.action} ${request.resource}`;
  if (result.resultType !== 'single') {
    const reason = result.resultType === 'error' ? JSON.stringify(result.errors) : 'the resource is a pattern';
    throw new SimulationError(`${question}: ${reason}`);
  }
  const ignored = (result.result.ignoredContextKeys ?? []).filter((key) => key in request.context);
  if (ignored.length > 0) throw new SimulationError(`${question}: AWS does not send ${ignored.join(', ')} with it`);
  return result.overallResult;
}
