import { functionArn } from '../config/names';
import type { Environment } from '../config/parameters';
import { callDetection } from './call-detection';
import { callPattern } from './call-pattern';
import { exceptDeployment } from './deployment-exclusion';
import type { EventDetection } from './detection';
import { functionRolePrefix, namePrefix } from './own-names';

/**
 * The functions hold values of secrets: who changes their code or who may call them reads those, and so does who gives
 * another function their role.
 *
 * Lambda ends the names of its calls with the version of its API, which differs from call to call.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
 */
export function functionEvents(environment: Environment): EventDetection[] {
  const prefix = namePrefix(environment);
  const calls = ['AddPermission', 'DeleteFunction', 'RemovePermission', 'UpdateFunction', 'PutFunctionConcurrency'];
  return callDetection(environment, {
    title: 'Function changed',
    patterns: [
      callPattern(environment, 'lambda', {
        requestParameters: { functionName: [{ prefix }, { prefix: functionArn(environment, prefix) }] },
        ...exceptDeployment(environment, { expected: calls.map((name) => ({ prefix: name })) }),
      }),
      callPattern(environment, 'lambda', {
        requestParameters: {
          // Of ours, the other pattern tells.
          functionName: [{ 'anything-but': { prefix: [prefix, functionArn(environment, prefix)] } }],
          role: [{ prefix: functionRolePrefix(environment) }],
        },
        ...exceptDeployment(environment, {
          expected: ['CreateFunction', 'UpdateFunctionConfiguration'].map((name) => ({ prefix: name })),
        }),
      }),
    ],
    resource: {
      function: '$.detail.requestParameters.functionName',
      role: '$.detail.requestParameters.role',
    },
  });
}
