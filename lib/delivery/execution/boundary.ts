import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

import { PolicyTooLargeError, splitBySize } from '../../access/policy-size';
import type { DeliveredEnvironment } from '../delivered';
import type { DeployedTypes } from './deployed-types';
import { grantsFor } from './grants-of-types';
import { type Refusal, refusalsFor } from './refusals';

function refuse({ sid, actions, resources = ['*'], except, conditions }: Refusal): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.DENY,
    actions: [...actions],
    ...(except === undefined ? { resources: [...resources] } : { notResources: [...except] }),
    ...(conditions === undefined ? {} : { conditions }),
  });
}

/** Where an exact list would fill the boundary, and a refusal below says what matters. */
const wholeServices = new Set([
  'access-analyzer',
  'cloudtrail',
  'cloudwatch',
  'dynamodb',
  'events',
  'guardduty',
  'lambda',
  'logs',
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
]);

/** What an environment's stacks need of IAM, by the kinds of what they make. */
const identityActions = [
  'iam:*AccessKey*',
  'iam:*InstanceProfile*',
  'iam:*Polic*',
  'iam:*Role*',
  'iam:*User*',
  'iam:GetLoginProfile',
];

/** Exact for keys, by kinds in IAM; the others by their name. */
function allowed(environment: DeliveredEnvironment, types: DeployedTypes): PolicyStatement {
  const actions = grantsFor(environment, types)
    .flatMap((grant) => grant.actions)
    .flatMap((action) => {
      const service = action.split(':')[0] ?? '';
      if (service === 'iam') return identityActions;
      return wholeServices.has(service) ? `${service}:*` : action;
    });
  return new PolicyStatement({ sid: 'AtMost', actions: [...new Set(actions)].sort(), resources: ['*'] });
}

/**
 * Upper bound of CloudFormation's role when it acts for an environment, whatever is attached to it later: what no
 * template may ever have it do.
 *
 * @throws UngrantedTypeError
 * @throws PolicyTooLargeError when it is more than one policy holds: a role has one boundary
 */
export function executionBoundary(environment: DeliveredEnvironment, types: DeployedTypes): PolicyStatement[] {
  const statements = [allowed(environment, types), ...refusalsFor(environment, types).map(refuse)];
  const title = `the boundary of CloudFormation's role of environment ${environment.name}`;
  if (splitBySize(statements, title).length > 1) {
    throw new PolicyTooLargeError(`${title} does not fit one managed policy; give the environment a shorter name`);
  }
  return statements;
}
