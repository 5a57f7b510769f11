import {
  account,
  administrator,
  call,
  type Caller,
  cloudFormation,
  deploymentRoleOnLaptop,
  home,
  recorded,
  type RecordedEvent,
} from './recorded-event';

const name = 'strongroom-prod-portal-rotate-queue';

/** Shape of Stratus Red Team (Apache-2.0), docs/detonation-logs/aws.persistence.lambda-overwrite-code.json. */
function lambda(by: Caller, eventName: string, functionName: string) {
  return call({ by, service: 'lambda', eventName, requestParameters: { functionName, publish: false, dryRun: false } });
}

const id = 'function-changed';

export const functionEvents: readonly RecordedEvent[] = [
  recorded(
    'an administrator changes the code of a function',
    lambda(administrator, 'UpdateFunctionCode20150331v2', name),
    [id],
  ),
  recorded(
    'an administrator lets others call a function',
    lambda(administrator, 'AddPermission20150331v2', `arn:aws:lambda:${home}:${account}:function:${name}`),
    [id],
  ),
  recorded(
    'the role of deployments changes code from a laptop',
    lambda(deploymentRoleOnLaptop, 'UpdateFunctionCode20150331v2', name),
    [id],
  ),
  recorded(
    'a deployment changes the code of a function',
    lambda(cloudFormation(), 'UpdateFunctionCode20150331v2', name),
    [],
    [id],
  ),
  recorded(
    'an administrator changes another function',
    lambda(administrator, 'UpdateFunctionCode20150331v2', 'orders'),
    [],
    [id],
  ),
  recorded('an administrator looks at a function', lambda(administrator, 'GetFunction20150331v2', name), [], [id]),
];
