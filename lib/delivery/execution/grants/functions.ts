import { functionArn } from '../../../config/names';
import { actionsOf, type Grants } from '../grant';
import { assets, ownNames, ownRoles } from '../places';
import { passedTo } from './identities';
import { useOfServiceKey } from './keys';

/**
 * Functions without layers and outside of networks, as the environment's are. Their code is read from the bucket of the
 * bootstrap with the rights of whoever makes them.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_FunctionCode.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-foundation-layers.html
 */
export const functions: Grants = (environment) => {
  const resources = [functionArn(environment, ownNames(environment))];
  return [
    {
      sid: 'MakeFunctions',
      actions: actionsOf('lambda', 'CreateFunction', 'UpdateFunctionConfiguration'),
      resources,
      conditions: { Null: { 'lambda:Layer': 'true', 'lambda:VpcIds': 'true' } },
    },
    {
      sid: 'Functions',
      actions: actionsOf(
        'lambda',
        'DeleteFunction',
        'GetFunction',
        'GetFunctionCodeSigningConfig',
        'GetFunctionRecursionConfig',
        'GetFunctionScalingConfig',
        'GetRuntimeManagementConfig',
        'ListTags',
        'TagResource',
        'UntagResource',
        'UpdateFunctionCode',
      ),
      resources,
    },
    { sid: 'ReadCode', actions: ['s3:GetObject'], resources: [`${assets(environment)}/*`] },
    useOfServiceKey(environment, 'CodeKey', 's3'),
    useOfServiceKey(environment, 'VariablesKey', 'lambda'),
    passedTo('PassToFunctions', 'lambda.amazonaws.com', [ownRoles(environment)]),
  ];
};

/** Opens a function to the two services that call functions of the environment, and to nobody else. */
export const functionPermissions: Grants = (environment) => {
  const resources = [functionArn(environment, ownNames(environment))];
  return [
    {
      sid: 'OpenFunctions',
      actions: ['lambda:AddPermission'],
      resources,
      conditions: { StringEquals: { 'lambda:Principal': ['events.amazonaws.com', 'secretsmanager.amazonaws.com'] } },
    },
    { sid: 'CloseFunctions', actions: actionsOf('lambda', 'GetPolicy', 'RemovePermission'), resources },
  ];
};

export const eventInvokeConfigs: Grants = (environment) => [
  {
    sid: 'Retries',
    actions: actionsOf(
      'lambda',
      'DeleteFunctionEventInvokeConfig',
      'GetFunctionEventInvokeConfig',
      'PutFunctionEventInvokeConfig',
      'UpdateFunctionEventInvokeConfig',
    ),
    resources: [functionArn(environment, ownNames(environment))],
  },
];
