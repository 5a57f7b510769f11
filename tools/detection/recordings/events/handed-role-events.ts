import {
  account,
  administrator,
  call,
  type Caller,
  cloudFormation,
  deploymentRoleOnLaptop,
  recorded,
  type RecordedEvent,
  user,
} from './recorded-event';

const id = 'role-handed-to-a-service';
const role = `arn:aws:iam::${account}:role/portal-prod-web`;

type Parameters = Readonly<Record<string, unknown>>;

const event = (by: Caller, service: string, eventName: string, requestParameters: Parameters, more = {}) =>
  call({ by, service, eventName, requestParameters, more });

const profile = { name: 'portal-prod-web', arn: `arn:aws:iam::${account}:instance-profile/portal-prod-web` };
const named = { Name: profile.name };
const byArn = { Arn: profile.arn };

/** A change of code, which names the role in its answer alone. */
const code = (by: Caller, functionName: string, roleArn: string) =>
  event(
    by,
    'lambda',
    'UpdateFunctionCode20150331v2',
    { functionName },
    { responseElements: { functionName, role: roleArn } },
  );

/** Each place in a request where an instance gets its role. */
const profiles: readonly (readonly [name: string, eventName: string, parameters: Parameters])[] = [
  ['starts an instance as a consumer', 'RunInstances', { iamInstanceProfile: { name: profile.name } }],
  ['starts an instance with the profile of a consumer', 'RunInstances', { iamInstanceProfile: { arn: profile.arn } }],
  [
    'asks for a spot instance as a consumer',
    'RequestSpotInstances',
    { launchSpecification: { iamInstanceProfile: { name: profile.name } } },
  ],
  [
    'asks for a spot instance with the profile of a consumer',
    'RequestSpotInstances',
    { launchSpecification: { iamInstanceProfile: { arn: profile.arn } } },
  ],
  [
    'gives an instance the role of a consumer',
    'AssociateIamInstanceProfile',
    { AssociateIamInstanceProfileRequest: { IamInstanceProfile: named, InstanceId: 'i-0example' } },
  ],
  [
    'gives an instance the profile of a consumer',
    'AssociateIamInstanceProfile',
    { AssociateIamInstanceProfileRequest: { IamInstanceProfile: byArn, InstanceId: 'i-0example' } },
  ],
  [
    'gives an instance the role of a consumer in the place of its own',
    'ReplaceIamInstanceProfileAssociation',
    { ReplaceIamInstanceProfileAssociationRequest: { IamInstanceProfile: named, AssociationId: 'iip-assoc-0example' } },
  ],
  [
    'gives an instance the profile of a consumer in the place of its own',
    'ReplaceIamInstanceProfileAssociation',
    { ReplaceIamInstanceProfileAssociationRequest: { IamInstanceProfile: byArn, AssociationId: 'iip-assoc-0example' } },
  ],
];

/**
 * Shapes of the requests, as the rules of cloud-custodian and the guides of the services show them in CloudTrail.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/logging-using-cloudtrail.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitor-with-cloudtrail.html
 */
export const handedRoleEvents: readonly RecordedEvent[] = [
  recorded(
    'a user registers a task with the role of a consumer',
    event(user('alice'), 'ecs', 'RegisterTaskDefinition', { family: 'other', taskRoleArn: role }),
    [id],
  ),
  recorded(
    'an administrator runs a task with the role of a consumer',
    event(administrator, 'ecs', 'RunTask', { taskDefinition: 'other', overrides: { taskRoleArn: role } }),
    [id],
  ),
  recorded(
    'an administrator registers a job with the role of a consumer',
    event(administrator, 'batch', 'RegisterJobDefinition', { containerProperties: { jobRoleArn: role } }),
    [id],
  ),
  recorded(
    'an administrator makes a function with the role of a consumer',
    event(administrator, 'lambda', 'CreateFunction20150331', { functionName: 'other', role }),
    [id],
  ),
  recorded('an administrator changes the code of a function of a consumer', code(administrator, 'orders', role), [id]),
  recorded(
    'an administrator gives a function of somebody the role of a consumer',
    event(
      administrator,
      'lambda',
      'UpdateFunctionConfiguration20150331v2',
      { functionName: 'orders', role },
      { responseElements: { functionName: 'orders', role } },
    ),
    [id],
  ),
  ...profiles.map(([what, eventName, parameters]) =>
    recorded(`an administrator ${what}`, event(administrator, 'ec2', eventName, parameters), [id]),
  ),
  recorded(
    'the role of deployments registers a task from a laptop',
    event(deploymentRoleOnLaptop, 'ecs', 'RegisterTaskDefinition', { family: 'other', taskRoleArn: role }),
    [id],
  ),
  recorded(
    'a deployment registers a task of a consumer',
    event(cloudFormation(), 'ecs', 'RegisterTaskDefinition', { family: 'portal', taskRoleArn: role }),
    [],
    [id],
  ),
  recorded(
    'a deployment makes a function of a consumer',
    event(cloudFormation(), 'lambda', 'CreateFunction20150331', { functionName: 'orders', role }),
    [],
    [id],
  ),
  recorded(
    'a deployment changes the code of a function of a consumer',
    code(cloudFormation(), 'orders', role),
    [],
    [id],
  ),
  recorded(
    'a deployment starts an instance of a consumer',
    event(cloudFormation(), 'ec2', 'RunInstances', { iamInstanceProfile: { name: profile.name } }),
    [],
    [id],
  ),
  recorded(
    'an administrator changes the code of a function with another role',
    code(administrator, 'orders', `arn:aws:iam::${account}:role/orders`),
    [],
    [id],
  ),
  recorded(
    'a user registers a task with another role',
    event(user('alice'), 'ecs', 'RegisterTaskDefinition', {
      family: 'reporting',
      taskRoleArn: `arn:aws:iam::${account}:role/reporting`,
    }),
    [],
    [id],
  ),
  recorded(
    'an administrator starts an instance without a role',
    event(administrator, 'ec2', 'RunInstances', { imageId: 'ami-0example' }),
    [],
    [id],
  ),
];
