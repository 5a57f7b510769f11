import { functionArn } from '../../../config/names';
import type { DeliveredEnvironment } from '../../delivered';
import { actionsOf, type Conditions, type Grants } from '../grant';
import { bootstrapVersions, ownNames, secrets as secretArns, settings } from '../places';
import { useThroughSecrets } from './keys';

/**
 * A secret's policy is not public as AWS itself judges it, and its function is the environment's. No other call sends
 * these keys: the same conditions on all of them name every secret once.
 */
function held(environment: DeliveredEnvironment): Conditions {
  return {
    ArnLikeIfExists: { 'secretsmanager:RotationLambdaARN': functionArn(environment, ownNames(environment)) },
    BoolIfExists: { 'secretsmanager:BlockPublicPolicy': 'true' },
  };
}

/** Makes secrets, empty or with a generated value; nothing here reads one. */
export const secrets: Grants = (environment, { deletes }) => [
  {
    sid: 'Secrets',
    actions: actionsOf(
      'secretsmanager',
      'CreateSecret',
      'DescribeSecret',
      'TagResource',
      'UntagResource',
      'UpdateSecret',
      ...(deletes ? ['DeleteSecret'] : []),
    ),
    resources: secretArns(environment),
    conditions: held(environment),
  },
  { sid: 'RandomPasswords', actions: ['secretsmanager:GetRandomPassword'], resources: ['*'] },
  useThroughSecrets(environment),
];

export const secretPolicies: Grants = (environment, { deletes }) => [
  {
    sid: 'SecretPolicies',
    actions: actionsOf(
      'secretsmanager',
      'GetResourcePolicy',
      'PutResourcePolicy',
      ...(deletes ? ['DeleteResourcePolicy'] : []),
    ),
    resources: secretArns(environment),
    conditions: held(environment),
  },
];

/** By the environment's own functions: whoever sets a schedule must be allowed to invoke its function. */
export const rotationSchedules: Grants = (environment) => [
  {
    sid: 'Rotations',
    actions: actionsOf('secretsmanager', 'CancelRotateSecret', 'DescribeSecret', 'RotateSecret'),
    resources: secretArns(environment),
    conditions: held(environment),
  },
  {
    sid: 'TryRotations',
    actions: ['lambda:InvokeFunction'],
    resources: [functionArn(environment, ownNames(environment))],
  },
];

export const parameters: Grants = (environment) => [
  {
    sid: 'Settings',
    actions: actionsOf(
      'ssm',
      'AddTagsToResource',
      'DeleteParameter',
      'GetParameters',
      'ListTagsForResource',
      'PutParameter',
      'RemoveTagsFromResource',
    ),
    resources: settings(environment),
  },
];

/**
 * The one parameter that every template of the CDK reads, with the rights of the role that deploys it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
 */
export const bootstrapVersion: Grants = (environment) => [
  { sid: 'BootstrapVersion', actions: ['ssm:GetParameters'], resources: bootstrapVersions(environment) },
];
