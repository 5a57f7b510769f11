import type { Environment } from '../config/parameters';
import type { DeliveredEnvironment } from '../delivery/delivered';
import { boundariesStackName, deliveryStackName, executionStackName, toolkitStackName } from '../delivery/names';
import { watchesAccount } from './account-wide';
import { callDetection } from './call-detection';
import { callPattern } from './call-pattern';
import { bootstrapRoleArnPrefix } from './delivery-names';
import type { EventDetection } from './detection';
import { namePrefix } from './own-names';

/** Calls after which a stack is another, or easier to change. A change set that is only made changes nothing. */
const stackCalls = [
  'CreateStack',
  'DeleteStack',
  'ExecuteChangeSet',
  'RollbackStack',
  'SetStackPolicy',
  'UpdateStack',
  'UpdateTerminationProtection',
];

const resource = { stack: '$.detail.requestParameters.stackName' };

/** A caller may name a stack by its name or by its ARN. */
function beginning(prefix: string): unknown[] {
  return [{ prefix }, { wildcard: `arn:*:stack/${prefix}*` }];
}

/** In the global Region too, where an environment that watches over its account has a stack and a bootstrap. */
function recordedIn(environment: Environment): EventDetection['recordedIn'] {
  return watchesAccount(environment) ? 'global' : 'home';
}

/**
 * The stacks that a person deploys, and no deployment of the environment: whoever changes one, whatever becomes of it. Those
 * of which there are several are known by how their names begin.
 */
function ofPersons(environment: DeliveredEnvironment): EventDetection[] {
  const names = [deliveryStackName(environment), toolkitStackName(environment)];
  const prefixes = [boundariesStackName(environment, ''), executionStackName(environment, 0).slice(0, -1)];
  return callDetection(environment, {
    title: 'Delivery stack changed',
    recordedIn: recordedIn(environment),
    patterns: [
      callPattern(environment, 'cloudformation', {
        eventName: stackCalls,
        requestParameters: {
          stackName: [
            ...names.flatMap((name) => [name, { wildcard: `arn:*:stack/${name}/*` }]),
            ...prefixes.flatMap(beginning),
          ],
        },
      }),
    ],
    resource,
  });
}

/**
 * The stacks of the environment, changed by a session of another role than that which `cdk deploy` takes. CloudFormation
 * goes on to act with the role that a stack was made with, so whoever may update one has the rights of deployments, and
 * takes no role for it.
 *
 * For information, as the bootstrap's roles taken by hand are.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
 */
function ofEnvironment(environment: DeliveredEnvironment): EventDetection[] {
  const others = [{ exists: false }, { 'anything-but': { prefix: bootstrapRoleArnPrefix(environment, 'deploy') } }];
  return callDetection(environment, {
    title: 'Stack deployed by hand',
    urgency: 'information',
    recordedIn: recordedIn(environment),
    patterns: [
      callPattern(environment, 'cloudformation', {
        eventName: stackCalls,
        requestParameters: { stackName: beginning(namePrefix(environment)) },
        userIdentity: { sessionContext: { sessionIssuer: { arn: others } } },
      }),
    ],
    resource,
  });
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-api-logging-cloudtrail.html */
export function stackEvents(environment: DeliveredEnvironment): EventDetection[] {
  return [ofPersons, ofEnvironment].flatMap((events) => events(environment));
}
