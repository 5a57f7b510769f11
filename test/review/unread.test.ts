import { divided, knownAmong } from '../../tools/review/access/readable-statement';
import { judgedIn } from '../../tools/review/review';
import { environmentOf, type Resources, stackWith, world } from './corpus/small-world';
import { changed, having, worldWith } from './corpus/world-changes';
import { onlyOne, reviewOf, reviewOfSides } from './support';

/** What nobody here can read is compared as it stands: it passes while it stays, and counts when it comes, changes or goes. */

type Statement = Readonly<Record<string, unknown>>;

const unknownPolicy = (name: string) => `arn:aws:iam::aws:policy/${name}`;

function withPolicies(...statements: readonly unknown[]): Resources {
  return worldWith({
    Other: changed('Other', (properties) => ({
      ...properties,
      Policies: [{ PolicyName: 'more', PolicyDocument: { Statement: statements } }],
    })),
  });
}

async function kinds(after: Resources, before: Resources = world): Promise<readonly string[]> {
  return judgedIn(onlyOne(await reviewOf(after, before))).map(({ kind }) => kind);
}

const unresolved = { Ref: 'Machine' };
const machine = { Machine: { Type: 'AWS::StepFunctions::StateMachine', Properties: {} } };
const starts = { Effect: 'Allow', Action: 'states:StartExecution', Resource: unresolved };

describe.each<[string, Statement]>([
  ['a resource whose ARN nobody knows before', starts],
  ['a function that nobody knows', { ...starts, Resource: { 'Fn::Unknown': 'x' } }],
  ['a value of another stack', { ...starts, Resource: { 'Fn::ImportValue': 'elsewhere' } }],
  ['a policy variable', { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::home/${aws:username}/*' }],
  ['an action that AWS is not known to have', { Effect: 'Allow', Action: 'sns:Receive', Resource: '*' }],
  ['an operator that nobody knows', { ...starts, Resource: '*', Condition: { StringMeans: { 'aws:username': 'x' } } }],
])('a statement with %s', (_what, statement) => {
  const before = { ...world, ...machine };
  const after = { ...withPolicies(statement), ...machine };

  it('counts when it comes, and passes while it stays and when it goes', async () => {
    expect([await kinds(after, before), await kinds(after, after), await kinds(before, after)]).toEqual([
      ['access'],
      [],
      [],
    ]);
  });

  it('counts for somebody else', async () => {
    const others = worldWith({
      Partner: changed('Partner', (properties) => ({
        ...properties,
        Policies: [{ PolicyName: 'more', PolicyDocument: { Statement: [statement] } }],
      })),
    });
    expect(await kinds({ ...others, ...machine }, after)).toEqual(['access']);
  });
});

it('tells the statement', async () => {
  const [gain] = onlyOne(await reviewOf({ ...withPolicies(starts), ...machine }, { ...world, ...machine })).gains;
  expect(gain?.unreadStatements).toEqual([expect.stringContaining('"Resource":"unknown-Ref-Machine"')]);
});

it('is the same when it is cut in two', async () => {
  const both = { ...starts, Action: ['states:StartExecution', 'states:StopExecution'] };
  const parts = both.Action.map((Action) => ({ ...starts, Action }));
  expect(await kinds({ ...withPolicies(...parts), ...machine }, { ...withPolicies(both), ...machine })).toEqual([]);
});

describe('a policy of its own', () => {
  const attachedTo = (...roles: readonly string[]) => ({
    ...world,
    ...machine,
    Starts: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'starts',
        Roles: roles.map((Ref) => ({ Ref })),
        PolicyDocument: { Statement: [starts] },
      },
    },
  });

  it('counts for one more who has it', async () => {
    expect(await kinds(attachedTo('Other', 'Partner'), attachedTo('Other'))).toEqual(['access']);
  });

  it('passes under another logical id', async () => {
    const { Starts, ...rest } = attachedTo('Other');
    expect(await kinds({ ...rest, Renamed: Starts }, attachedTo('Other'))).toEqual([]);
  });
});

describe('a statement that refuses', () => {
  const refuses = { Effect: 'Deny', Action: 'states:StopExecution', Resource: unresolved };

  it('counts when it goes', async () => {
    expect(await kinds({ ...world, ...machine }, { ...withPolicies(refuses), ...machine })).toEqual(['guard']);
  });

  it('passes when it comes, and when it goes with whom it refuses', async () => {
    const lone = having('Other', 'RoleName', 'lone');
    const alone = { ...worldWith({ Lone: lone }), ...machine };
    const Properties = {
      ...lone.Properties,
      Policies: [{ PolicyName: 'no', PolicyDocument: { Statement: [refuses] } }],
    };
    const withRefusal = { ...alone, Lone: { ...lone, Properties } };
    expect([await kinds(withRefusal, alone), await kinds({ ...world, ...machine }, withRefusal)]).toEqual([[], []]);
  });
});

describe('a boundary that no stack contains', () => {
  const bounded = (arn: unknown) => worldWith({ Other: having('Other', 'PermissionsBoundary', arn) });

  it('passes when it comes', async () => {
    expect(await kinds(bounded(unknownPolicy('PowerUserAccess')))).toEqual([]);
  });

  it('counts in the place of another one, known or not', async () => {
    const unknown = bounded(unknownPolicy('PowerUserAccess'));
    expect(await kinds(bounded(unknownPolicy('AdministratorAccess')), unknown)).toEqual(['guard']);
    expect(await kinds(bounded(unknownPolicy('PowerUserAccess')), bounded({ Ref: 'Boundary' }))).toContain('guard');
    expect(await kinds(bounded({ Ref: 'Boundary' }), unknown)).toEqual(['guard']);
  });

  it('counts when it goes', async () => {
    expect(await kinds(bounded(undefined), bounded(unknownPolicy('PowerUserAccess')))).toContain('guard');
  });
});

it('lets no gain hide behind a boundary of which nobody knows what it lets through', async () => {
  const bounded = (Action: string) => ({
    ...machine,
    ...worldWith({
      Boundary: changed('Boundary', (properties) => ({
        ...properties,
        PolicyDocument: { Statement: [starts, { Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
      })),
      Other: changed('Other', (properties) => ({
        ...properties,
        PermissionsBoundary: { Ref: 'Boundary' },
        Policies: [{ PolicyName: 'more', PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } }],
      })),
    }),
  });
  expect(await kinds(bounded('states:StartExecution'), bounded('s3:GetObject'))).toEqual(['access']);
});

it('counts another text of a boundary that is understood in parts', async () => {
  const limits = (...actions: readonly string[]) => ({
    ...machine,
    ...worldWith({
      Boundary: changed('Boundary', (properties) => ({
        ...properties,
        PolicyDocument: {
          Statement: [
            { ...starts, Action: actions },
            { Effect: 'Allow', Action: 's3:*', Resource: '*' },
          ],
        },
      })),
    }),
  });
  const [before, after] = [limits('states:StartExecution'), limits('states:StartExecution', 'states:StopExecution')];
  expect([await kinds(before, before), await kinds(after, before)]).toEqual([[], ['guard']]);
});

describe('a policy in a place that nobody reads', () => {
  const withPolicy = (Policy: unknown): Resources => ({
    ...world,
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Policy } },
  });
  const open = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }] };

  it('counts when it lets more happen', async () => {
    expect([
      await kinds(withPolicy(open), withPolicy(undefined)),
      await kinds(withPolicy(open), withPolicy(open)),
    ]).toEqual([['access'], []]);
  });
});

describe('the policy of a bucket that no stack has', () => {
  const foreign = (Action: string): Resources => ({
    ...world,
    Foreign: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: 'elsewhere',
        PolicyDocument: {
          Statement: [{ Effect: 'Allow', Principal: '*', Action, Resource: 'arn:aws:s3:::elsewhere/*' }],
        },
      },
    },
  });

  it('is compared as it stands', async () => {
    expect([
      await kinds(foreign('s3:GetObject')),
      await kinds(foreign('s3:GetObject'), foreign('s3:GetObject')),
    ]).toEqual([['access'], []]);
    expect(await kinds(foreign('s3:*'), foreign('s3:GetObject'))).toEqual(['access']);
  });

  it('is one of two of a bucket, of which AWS keeps one', async () => {
    const twice = {
      ...world,
      Second: { Type: 'AWS::S3::BucketPolicy', Properties: { ...world.BucketPolicy?.Properties } },
    };
    expect(await kinds(twice, twice)).toEqual([]);
  });
});

it('counts a further function of an application model, whose role nobody sees', async () => {
  const model: Resources = {
    ...world,
    Served: { Type: 'AWS::Serverless::Function', Properties: { Policies: 'AdministratorAccess' } },
  };
  expect([await kinds(model), await kinds(model, model)]).toEqual([['access'], []]);
});

it('takes what hangs on a condition that nobody can decide for there', async () => {
  const side = (...actions: readonly string[]) => {
    const resources = withPolicies({ Effect: 'Allow', Action: actions, Resource: '*' });
    const template = {
      Parameters: { Stage: { Type: 'String' } },
      Conditions: { Live: { 'Fn::Equals': [{ Ref: 'Stage' }, 'live'] } },
    };
    const conditional = { ...resources, Other: { Type: 'AWS::IAM::Role', ...resources.Other, Condition: 'Live' } };
    return [environmentOf(stackWith(conditional, {}, template))];
  };
  const made = await reviewOfSides(side('s3:GetObject'), side('s3:GetObject', 's3:PutObject'));
  expect(made.outcome.missing.map(({ kind }) => kind)).toEqual(['access']);
});

it('keeps the part of a statement that is understood', async () => {
  const statement = {
    Effect: 'Allow',
    Action: ['s3:GetObject', 'sns:Receive'],
    Resource: ['arn:aws:s3:::a/*', 'unknown-b'],
  };
  const { read, unread } = divided(statement, await knownAmong([statement]));
  expect(read).toEqual({ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::a/*'] });
  expect(unread).toHaveLength(3);
});
