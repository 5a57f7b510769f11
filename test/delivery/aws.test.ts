import { AwsRoom } from '../../tools/delivery/live/aws';
import { lookupSession } from '../../tools/delivery/live/lookup-session';
import { type Answer, type Arrived, fakeServer, type FakeServer } from './fake-server';

const place = { region: 'eu-central-1', partition: 'aws' };
const signer = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example', sessionToken: 'session' };
const topic = 'arn:aws:sns:eu-central-1:111122223333:alerts';

let server: FakeServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

function operationOf({ headers, body }: Arrived): string {
  const target = headers['x-amz-target'];
  return typeof target === 'string'
    ? (target.split('.').at(-1) ?? '')
    : (new URLSearchParams(body).get('Action') ?? '');
}

function xml(operation: string, content: string): Answer {
  return {
    headers: { 'content-type': 'text/xml' },
    body: `<${operation}Response><${operation}Result>${content}</${operation}Result></${operation}Response>`,
  };
}

function refused(code: string, message: string): Answer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status: 400, headers: { 'content-type': 'text/xml' }, body: `<ErrorResponse>${error}</ErrorResponse>` };
}

/** A service that has one list of answers for each operation; the last one stays. */
async function room(
  answers: Readonly<Record<string, readonly Answer[]>>,
  patienceMilliseconds = 5000,
): Promise<AwsRoom> {
  const left = new Map(Object.entries(answers).map(([name, list]) => [name, [...list]]));
  server = await fakeServer((call) => {
    const list = left.get(operationOf(call)) ?? [];
    return (list.length > 1 ? list.shift() : list[0]) ?? { status: 500, body: `no answer to ${operationOf(call)}` };
  });
  return new AwsRoom(place, signer, { endpoint: server.url, pollMilliseconds: 1, patienceMilliseconds });
}

function json(value: unknown): Answer {
  return { body: JSON.stringify(value) };
}

it('reads a stack with what AWS calls its resources, over all pages', async () => {
  const summary = (id: string) =>
    `<member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>physical-${id}</PhysicalResourceId></member>`;
  const aws = await room({
    DescribeStacks: [
      xml(
        'DescribeStacks',
        '<Stacks><member><StackName>prod-a</StackName><StackId>id</StackId><StackStatus>CREATE_COMPLETE</StackStatus><EnableTerminationProtection>true</EnableTerminationProtection><Parameters><member><ParameterKey>Qualifier</ParameterKey><ParameterValue>portalprod</ParameterValue></member></Parameters></member></Stacks>',
      ),
    ],
    ListStackResources: [
      xml(
        'ListStackResources',
        `<StackResourceSummaries>${summary('One')}</StackResourceSummaries><NextToken>2</NextToken>`,
      ),
      xml('ListStackResources', `<StackResourceSummaries>${summary('Two')}</StackResourceSummaries>`),
    ],
  });

  expect(await aws.stack('prod-a')).toEqual({
    id: 'id',
    status: 'CREATE_COMPLETE',
    isProtected: true,
    physicalIds: new Map([
      ['One', 'physical-One'],
      ['Two', 'physical-Two'],
    ]),
    parameters: new Map([['Qualifier', 'portalprod']]),
  });
});

it('knows a stack that does not exist from one that it may not see', async () => {
  const absent = await room({ DescribeStacks: [refused('ValidationError', 'Stack with id prod-a does not exist')] });
  await expect(absent.stack('prod-a')).resolves.toBeUndefined();
  await server?.close();

  for (const [code, message] of [
    ['AccessDenied', 'not authorized, or the role does not exist'],
    ['ValidationError', 'the name is too long'],
  ] as const) {
    const hidden = await room({ DescribeStacks: [refused(code, message)] });
    await expect(hidden.stack('prod-a')).rejects.toThrow(message);
    await server?.close();
  }
});

it('reads a template in both forms in which the CDK hands it over, and none of a stack that does not exist', async () => {
  const template = {
    Resources: { One: { Type: 'AWS::IAM::Role', Properties: { Path: '/1_0/', Version: '2012-10-17' } } },
  };
  const yaml =
    'Resources:\n  One:\n    Type: AWS::IAM::Role\n    Properties:\n      Path: /1_0/\n      Version: "2012-10-17"\n';
  const answer = (text: string) => xml('GetTemplate', `<TemplateBody>${text.replaceAll('"', '&quot;')}</TemplateBody>`);
  const aws = await room({
    GetTemplate: [
      answer(yaml),
      answer(JSON.stringify(template)),
      refused('ValidationError', 'Stack with id prod-a does not exist'),
    ],
  });

  expect(await aws.template('prod-a')).toEqual(template);
  expect(await aws.template('prod-a')).toEqual(template);
  expect(await aws.template('prod-a')).toBeUndefined();
});

const detecting = xml('DetectStackDrift', '<StackDriftDetectionId>d1</StackDriftDetectionId>');
const status = (word: string) =>
  xml(
    'DescribeStackDriftDetectionStatus',
    `<DetectionStatus>${word}</DetectionStatus><DetectionStatusReason>because</DetectionStatusReason>`,
  );

it('waits for the check for drift, and reads all of it', async () => {
  const drifted = (id: string) =>
    `<member><LogicalResourceId>${id}</LogicalResourceId><ResourceType>AWS::S3::Bucket</ResourceType><PhysicalResourceId>b</PhysicalResourceId><StackResourceDriftStatus>MODIFIED</StackResourceDriftStatus><PropertyDifferences><member><PropertyPath>/Tags</PropertyPath><ExpectedValue>a</ExpectedValue><ActualValue>b</ActualValue><DifferenceType>NOT_EQUAL</DifferenceType></member></PropertyDifferences></member>`;
  const aws = await room({
    DetectStackDrift: [detecting],
    DescribeStackDriftDetectionStatus: [status('DETECTION_IN_PROGRESS'), status('DETECTION_COMPLETE')],
    DescribeStackResourceDrifts: [
      xml(
        'DescribeStackResourceDrifts',
        `<StackResourceDrifts>${drifted('One')}</StackResourceDrifts><NextToken>2</NextToken>`,
      ),
      xml('DescribeStackResourceDrifts', `<StackResourceDrifts>${drifted('Two')}</StackResourceDrifts>`),
    ],
  });

  const found = await aws.driftedResources('prod-a');

  expect(found.map(({ logicalId }) => logicalId)).toEqual(['One', 'Two']);
  expect(found[0]).toEqual({
    ...{ logicalId: 'One', type: 'AWS::S3::Bucket', physicalId: 'b', status: 'MODIFIED', properties: ['/Tags'] },
  });
});

it.each<[string, Readonly<Record<string, readonly Answer[]>>, string]>([
  [
    'fails',
    { DetectStackDrift: [detecting], DescribeStackDriftDetectionStatus: [status('DETECTION_FAILED')] },
    'because',
  ],
  [
    'takes too long',
    { DetectStackDrift: [detecting], DescribeStackDriftDetectionStatus: [status('DETECTION_IN_PROGRESS')] },
    'in time',
  ],
  [
    'cannot begin',
    { DetectStackDrift: [refused('ValidationError', 'is in UPDATE_IN_PROGRESS')] },
    'wait until it is settled',
  ],
])('says so when the check for drift %s', async (_what, answers, reason) => {
  const aws = await room(answers, 20);

  await expect(aws.driftedResources('prod-a')).rejects.toThrow(reason);
});

it('asks for a hundred alarms at a time, and takes switched-off actions for none', async () => {
  const alarm = (AlarmName: string) => ({ AlarmName, AlarmActions: [topic], StateValue: 'OK' });
  const aws = await room({
    DescribeAlarms: [
      json({
        MetricAlarms: [{ ...alarm('a'), Namespace: 'n', MetricName: 'm', Dimensions: [{ Name: 'd', Value: 'v' }] }],
      }),
      json({ MetricAlarms: [{ ...alarm('b'), ActionsEnabled: false }], CompositeAlarms: [alarm('c')] }),
    ],
  });

  const found = await aws.alarms(Array.from({ length: 101 }, (_, index) => `alarm-${index}`));

  expect(found).toEqual([
    { name: 'a', actions: [topic], state: 'OK', metric: { namespace: 'n', name: 'm', dimensions: { d: 'v' } } },
    { name: 'b', actions: [], state: 'OK' },
    { name: 'c', actions: [topic], state: 'OK' },
  ]);
  const asked = server?.calls.map(({ body }) => (JSON.parse(body) as { AlarmNames: string[] }).AlarmNames.length);
  expect(asked).toEqual([100, 1]);
});

it('knows who has confirmed, over all pages', async () => {
  const member = (endpoint: string, arn: string) =>
    `<member><Endpoint>${endpoint}</Endpoint><SubscriptionArn>${arn}</SubscriptionArn></member>`;
  const aws = await room({
    ListSubscriptionsByTopic: [
      xml(
        'ListSubscriptionsByTopic',
        `<Subscriptions>${member('a@example.com', `${topic}:1`)}</Subscriptions><NextToken>2</NextToken>`,
      ),
      xml(
        'ListSubscriptionsByTopic',
        `<Subscriptions>${member('b@example.com', 'PendingConfirmation')}</Subscriptions>`,
      ),
    ],
  });

  expect(await aws.subscriptions(topic)).toEqual([
    { endpoint: 'a@example.com', isConfirmed: true },
    { endpoint: 'b@example.com', isConfirmed: false },
  ]);
});

it('asks whether a trail logs', async () => {
  const aws = await room({ GetTrailStatus: [json({ IsLogging: true }), json({ IsLogging: false })] });

  expect(await aws.isTrailLogging('t')).toBe(true);
  expect(await aws.isTrailLogging('t')).toBe(false);
});

it('takes the newest value of a metric', async () => {
  const metric = { namespace: 'n', name: 'm', dimensions: {} };
  const points = [
    { Timestamp: 100, Maximum: 0 },
    { Timestamp: 300, Maximum: 1 },
    { Timestamp: 200, Maximum: 0 },
  ];
  const aws = await room({ GetMetricStatistics: [json({ Datapoints: points }), json({ Datapoints: [] })] });

  expect(await aws.latest(metric)).toBe(1);
  expect(await aws.latest(metric)).toBeUndefined();
});

it('signs every call with the session', async () => {
  const aws = await room({ GetTrailStatus: [json({ IsLogging: true })] });
  await aws.isTrailLogging('t');

  expect(server?.calls[0]?.headers).toMatchObject({
    'x-amz-security-token': 'session',
    authorization: expect.stringContaining('/eu-central-1/cloudtrail/aws4_request') as unknown,
  });
});

describe('the session in which it reads', () => {
  const lookup = {
    ...place,
    account: '111122223333',
    lookupRoleArn: 'arn:aws:iam::111122223333:role/cdk-lookup',
    stacks: [],
    byHand: [],
  };
  const environment = { ...process.env };

  beforeEach(() =>
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'x' }),
  );
  afterEach(() => (process.env = { ...environment }));

  it('is that of the lookup role, which can read alone', async () => {
    server = await fakeServer(() =>
      xml(
        'AssumeRole',
        '<Credentials><AccessKeyId>a</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken></Credentials>',
      ),
    );

    const taken = await lookupSession(lookup, 'prod', server.url);

    expect(taken).toEqual({ accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' });
    const asked = new URLSearchParams(server.calls[0]?.body);
    expect(asked.get('RoleArn')).toBe(lookup.lookupRoleArn);
  });

  it('says which role could not be taken', async () => {
    server = await fakeServer(() => refused('AccessDenied', 'not authorized to perform sts:AssumeRole'));

    await expect(lookupSession(lookup, 'prod', server.url)).rejects.toThrow(
      'arn:aws:iam::111122223333:role/cdk-lookup cannot be taken (not authorized to perform sts:AssumeRole)',
    );
  });
});
