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
const arn = `arn:aws:lambda:${home}:${account}:function:${name}`;

/** Shape of Stratus Red Team (Apache-2.0), docs/detonation-logs/aws.persistence.lambda-overwrite-code.json. */
function lambda(by: Caller, eventName: string, functionName: string) {
  return call({ by, service: 'lambda', eventName, requestParameters: { functionName, publish: false, dryRun: false } });
}

/** Shape of https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html: the role is told as it was asked for. */
function made(by: Caller, eventName: string, functionName: string, roleName: string) {
  const role = `arn:aws:iam::${account}:role/${roleName}`;
  return call({ by, service: 'lambda', eventName, requestParameters: { functionName, role, runtime: 'nodejs24.x' } });
}

const id = 'function-changed';
const handed = 'role-handed-to-a-service';

export const functionEvents: readonly RecordedEvent[] = [
  recorded(
    'an administrator changes the code of a function',
    lambda(administrator, 'UpdateFunctionCode20150331v2', name),
    [id],
  ),
  recorded('an administrator lets others call a function', lambda(administrator, 'AddPermission20150331v2', arn), [id]),
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
  recorded(
    'an administrator gives the role of a function to another',
    made(administrator, 'CreateFunction20150331', 'orders', name),
    [id, handed],
  ),
  recorded(
    'an administrator gives a function of ours another of our roles',
    made(administrator, 'UpdateFunctionConfiguration20150331v2', name, 'strongroom-prod-portal-reconcile'),
    [id],
    [handed],
  ),
  recorded(
    'an administrator gives a function of ours the role of a consumer',
    made(administrator, 'UpdateFunctionConfiguration20150331v2', name, 'portal-prod-web'),
    [id],
    [handed],
  ),
  ...[name, 'portal-prod-web'].map((roleName) =>
    recorded(
      `an administrator gives a function of ours, by its ARN, the role ${roleName}`,
      made(administrator, 'UpdateFunctionConfiguration20150331v2', arn, roleName),
      [id],
      [handed],
    ),
  ),
  recorded(
    'an administrator changes the code of a function, by its ARN, whose role the answer tells',
    call({
      by: administrator,
      service: 'lambda',
      eventName: 'UpdateFunctionCode20150331v2',
      requestParameters: { functionName: arn },
      more: { responseElements: { functionName: name, role: `arn:aws:iam::${account}:role/${name}` } },
    }),
    [id],
    [handed],
  ),
  recorded(
    'an administrator changes the code of a function, whose role the answer tells',
    call({
      by: administrator,
      service: 'lambda',
      eventName: 'UpdateFunctionCode20150331v2',
      requestParameters: { functionName: name },
      more: { responseElements: { functionName: name, role: `arn:aws:iam::${account}:role/${name}` } },
    }),
    [id],
    [handed],
  ),
  recorded(
    'an administrator makes a function with a role of its own',
    made(administrator, 'CreateFunction20150331', 'orders', 'orders'),
    [],
    [id, handed],
  ),
  recorded(
    'a deployment makes a function',
    made(cloudFormation(), 'CreateFunction20150331', 'orders', name),
    [],
    [id, handed],
  ),
  recorded('an administrator looks at a function', lambda(administrator, 'GetFunction20150331v2', name), [], [id]),
];
