import { accessRows } from '../../../tools/access/rows/access-rows';
import type { Resource } from '../../../tools/access/template';
import { account, environmentWith, otherAccount, policy, role, rowsOf } from './support/told';

const things = 'arn:aws:s3:::things';
const bucket: Resource = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'things' } };
const tls = { Bool: { 'aws:SecureTransport': 'true' } };

function bucketPolicy(...statements: readonly Record<string, unknown>[]): Record<string, Resource> {
  const PolicyDocument = policy(...statements);
  return {
    Bucket: bucket,
    Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'things', PolicyDocument } },
  };
}

function bounded(document: unknown, boundary: unknown): Record<string, Resource> {
  return {
    Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: boundary } },
    Web: role('web', document, { PermissionsBoundary: { Ref: 'Boundary' } }),
  };
}

const read = (resource: unknown = `${things}/*`, more: Record<string, unknown> = {}) =>
  policy({ Action: 's3:GetObject', Resource: resource, ...more });

describe('what an identity policy allows', () => {
  it('is a row for each action and each pattern, with its conditions', async () => {
    const document = policy({
      Action: ['s3:GetObject', 's3:PutObj?ct'],
      Resource: [`${things}/a`, `${things}/b/*`],
      Condition: tls,
    });
    expect(await rowsOf({ Web: role('web', document) })).toEqual([
      'role web s3:GetObject arn:aws:s3:::things/a when Bool aws:SecureTransport true',
      'role web s3:GetObject arn:aws:s3:::things/b/* when Bool aws:SecureTransport true',
      'role web s3:PutObject arn:aws:s3:::things/a when Bool aws:SecureTransport true',
      'role web s3:PutObject arn:aws:s3:::things/b/* when Bool aws:SecureTransport true',
    ]);
  });

  it('is nothing on a resource of another kind', async () => {
    expect(await rowsOf({ Web: role('web', read(things)) })).toEqual([]);
    const rows = await rowsOf({
      Web: role('web', policy({ Action: 's3:*Object', Resource: [things, `${things}/*`] })),
    });
    expect(rows).toContain('role web s3:GetObject arn:aws:s3:::things/*');
    expect(rows.filter((row) => row.endsWith(things))).toEqual([]);
  });

  it('is allowed on * alone when the action has no resource', async () => {
    const document = (resource: unknown) => policy({ Action: 'iam:ListUsers', Resource: resource });
    expect(await rowsOf({ Web: role('web', document('*')) })).toEqual(['role web iam:ListUsers *']);
    expect(await rowsOf({ Web: role('web', document(`arn:aws:iam::${account}:user/*`)) })).toEqual([]);
  });

  it('is refused on * alone, or on everything but something, when the action has no resource', async () => {
    const users = `arn:aws:iam::${account}:user/*`;
    const rows = (deny: Record<string, unknown>) => {
      const statements = [
        { Action: 'iam:ListUsers', Resource: '*' },
        { Effect: 'Deny', Action: 'iam:*', ...deny },
      ];
      return rowsOf({ Web: role('web', policy(...statements)) });
    };
    expect(await rows({ Resource: users })).toEqual(['role web iam:ListUsers *']);
    expect(await rows({ Resource: [users, '*'] })).toEqual([]);
    expect(await rows({ NotResource: users })).toEqual([]);
    expect(await rows({ NotResource: '*' })).toEqual(['role web iam:ListUsers *']);
  });

  it('is nothing when it is everything but everything', async () => {
    const document = policy({ Action: ['iam:ListUsers', 's3:GetObject'], NotResource: ['*'] });
    expect(await rowsOf({ Web: role('web', document) })).toEqual([]);
  });

  it('is everything but what NotResource and NotAction say', async () => {
    expect(await rowsOf({ Web: role('web', policy({ Action: 's3:GetObject', NotResource: `${things}/*` })) })).toEqual([
      'role web s3:GetObject * when not (on arn:aws:s3:::things/*)',
    ]);
    const own = await rowsOf(
      bounded(
        policy({ NotAction: ['s3:Get*', 'kms:*'], Resource: `${things}/*` }),
        policy({ Action: ['s3:GetObject', 's3:PutObject'], Resource: '*' }),
      ),
    );
    expect(own).toEqual(['role web s3:PutObject arn:aws:s3:::things/*']);
  });

  it('has the statements that decide, and where they were made', async () => {
    const environment = environmentWith({
      ...bounded(read(), policy({ Action: 's3:*', Resource: '*' })),
      ...bucketPolicy({
        Sid: 'DenyOldTls',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: '*',
        Condition: tls,
      }),
    });
    const [row] = await accessRows(environment);
    expect(row?.level).toBe('Read');
    expect(row?.principal.constructPath).toBe('here/Web');
    expect(row?.deciding).toEqual([
      { policy: 'identity', effect: 'Allow', statement: 0, stack: 'here', logicalId: 'Web', constructPath: 'here/Web' },
      {
        policy: 'boundary',
        effect: 'Allow',
        statement: 0,
        stack: 'here',
        logicalId: 'Boundary',
        constructPath: 'here/Boundary',
      },
      {
        policy: 'resource',
        effect: 'Deny',
        statement: 'DenyOldTls',
        stack: 'here',
        logicalId: 'Policy',
        constructPath: 'here/Policy',
      },
    ]);
  });

  it('is also what policies of groups, and policies of their own type, allow', async () => {
    const user: Resource = { Type: 'AWS::IAM::User', Properties: { UserName: 'me' } };
    const group: Resource = { Type: 'AWS::IAM::Group', Properties: { GroupName: 'all' } };
    const addition: Resource = {
      Type: 'AWS::IAM::UserToGroupAddition',
      Properties: { GroupName: 'all', Users: [{ Ref: 'User' }] },
    };
    const own = (type: string, name: string, of: string): Resource => ({
      Type: `AWS::IAM::${type}Policy`,
      Properties: { [`${type}Name`]: of, PolicyName: name, PolicyDocument: read(`${things}/${name}`) },
    });
    expect(
      await rowsOf({
        User: user,
        Group: group,
        Addition: addition,
        OfUser: own('User', 'user', 'me'),
        OfGroup: own('Group', 'group', 'all'),
        OfRole: own('Role', 'role', 'web'),
        Web: role('web'),
      }),
    ).toEqual([
      'role web s3:GetObject arn:aws:s3:::things/role',
      'user me s3:GetObject arn:aws:s3:::things/group',
      'user me s3:GetObject arn:aws:s3:::things/user',
    ]);
  });
});

describe('a boundary', () => {
  it('lets through what it also allows, by each of its statements', async () => {
    const boundary = policy(
      { Action: 's3:*', Resource: `${things}/in/*`, Condition: tls },
      { Action: 's3:GetObject', Resource: 'arn:aws:s3:::*.txt' },
      { Action: 'sns:Publish', Resource: '*' },
    );
    expect(await rowsOf(bounded(policy({ Action: 's3:GetObject', Resource: `${things}/*` }), boundary))).toEqual([
      'role web s3:GetObject arn:aws:s3:::things/*.txt',
      'role web s3:GetObject arn:aws:s3:::things/in/* when Bool aws:SecureTransport true',
    ]);
  });

  it('lets nothing through without a statement about it', async () => {
    expect(await rowsOf(bounded(read(), policy({ Action: 'sns:Publish', Resource: '*' })))).toEqual([]);
  });

  it('takes away what it denies', async () => {
    const all = { Action: '*', Resource: '*' };
    expect(await rowsOf(bounded(read(), policy(all, { Effect: 'Deny', NotAction: 'sns:*', Resource: '*' })))).toEqual(
      [],
    );
  });
});

describe('a Deny', () => {
  const denied = (deny: Record<string, unknown>) =>
    rowsOf({
      Web: role('web', policy({ Action: 's3:GetObject', Resource: `${things}/*` }, { Effect: 'Deny', ...deny })),
    });

  it('takes away all that it is about', async () => {
    expect(await denied({ Action: 's3:Get*', Resource: 'arn:aws:s3:::*' })).toEqual([]);
    expect(await denied({ NotAction: 's3:Put*', NotResource: 'arn:aws:sns:*:*:*' })).toEqual([]);
  });

  it('takes away a part, and leaves the rest', async () => {
    expect(await denied({ Action: '*', Resource: [`${things}/secret/*`, 'arn:aws:s3:::others/*'] })).toEqual([
      'role web s3:GetObject arn:aws:s3:::things/* when not (on arn:aws:s3:::things/secret/*)',
    ]);
    expect(await denied({ Action: '*', NotResource: [`${things}/in/*`, 'arn:aws:s3:::thing?/out/*'] })).toEqual([
      'role web s3:GetObject arn:aws:s3:::things/in/*',
      'role web s3:GetObject arn:aws:s3:::things/out/*',
    ]);
  });

  it('is a condition when it has one', async () => {
    expect(await denied({ Action: '*', Resource: '*', Condition: tls })).toEqual([
      'role web s3:GetObject arn:aws:s3:::things/* when not (Bool aws:SecureTransport true)',
    ]);
  });

  it('of something else changes nothing', async () => {
    const kept = ['role web s3:GetObject arn:aws:s3:::things/*'];
    expect(await denied({ Action: 's3:PutObject', Resource: '*' })).toEqual(kept);
    expect(await denied({ NotAction: 's3:*', Resource: '*' })).toEqual(kept);
    expect(await denied({ Action: '*', Resource: 'arn:aws:s3:::others/*' })).toEqual(kept);
    expect(await denied({ Action: '*', NotResource: [`${things}/*`, 'arn:aws:s3:::others/*'] })).toEqual(kept);
  });
});

describe('what is known about whoever acts decides conditions', () => {
  const arn = (name: string) => `arn:aws:iam::${account}:role/${name}`;
  const lock = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObjectRetention',
    Resource: `${things}/*`,
    Condition: { ArnNotEquals: { 'aws:PrincipalArn': arn('break-glass') } },
  };
  const allowed = policy({ Action: 's3:PutObjectRetention', Resource: `${things}/*` });

  it('of a Deny that excepts somebody', async () => {
    expect(
      await rowsOf({ Web: role('web', allowed), Glass: role('break-glass', allowed), ...bucketPolicy(lock) }),
    ).toEqual(['role break-glass s3:PutObjectRetention arn:aws:s3:::things/*']);
  });

  it('of a Deny for other accounts', async () => {
    const others = {
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 's3:*',
      Resource: '*',
      Condition: {
        StringNotEquals: { 'aws:PrincipalAccount': account },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      },
    };
    expect(await rowsOf({ Web: role('web', read()), ...bucketPolicy(others) })).toEqual([
      'role web s3:GetObject arn:aws:s3:::things/*',
    ]);
  });

  it('of a Deny for all but services', async () => {
    const Condition = { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } };
    const people = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition };
    const delivering = {
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `${things}/*`,
    };
    expect(await rowsOf({ Web: role('web', read()), ...bucketPolicy(people, delivering) })).toEqual([
      'service logging.s3.amazonaws.com s3:PutObject arn:aws:s3:::things/*',
    ]);
  });

  it('of a Deny for resources of other accounts', async () => {
    const deny = {
      Effect: 'Deny',
      Action: 's3:*',
      Resource: '*',
      Condition: { Null: { 's3:ResourceAccount': 'false' }, StringNotEquals: { 's3:ResourceAccount': account } },
    };
    const document = policy({ Action: 's3:GetObject', Resource: [`${things}/*`, 'arn:aws:s3:::others/*'] }, deny);
    expect(await rowsOf({ Web: role('web', document), ...bucketPolicy({ ...lock, Principal: '*' }) })).toEqual([
      `role web s3:GetObject arn:aws:s3:::others/* when not (Null s3:ResourceAccount false and StringNotEquals s3:ResourceAccount ${account})`,
      'role web s3:GetObject arn:aws:s3:::things/*',
    ]);
  });

  it('of an Allow for somebody else', async () => {
    const condition = (...names: string[]) => ({ StringEquals: { 'aws:PrincipalArn': names.map(arn) } });
    expect(await rowsOf({ Web: role('web', read(undefined, { Condition: condition('other') })) })).toEqual([]);
    expect(await rowsOf({ Web: role('web', read(undefined, { Condition: condition('other', 'web') })) })).toHaveLength(
      1,
    );
  });
});

it('removes a row whose conditions contradict each other', async () => {
  const via = (service: string) => ({ StringEquals: { 'aws:SourceVpce': service } });
  const boundary = policy({ Action: 's3:*', Resource: '*', Condition: via('vpce-2') });
  expect(await rowsOf(bounded(read(undefined, { Condition: via('vpce-1') }), boundary))).toEqual([]);
});

it('removes a row of an action without resources whose conditions contradict each other', async () => {
  const Condition = { StringEquals: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/other` } };
  expect(await rowsOf({ Web: role('web', policy({ Action: 'iam:ListUsers', Resource: '*', Condition })) })).toEqual([]);
});

it('removes a row for which no resource is left', async () => {
  const everySecret = 'arn:aws:secretsmanager:*:*:secret:*';
  const allButSecrets = policy({ Action: 'secretsmanager:GetSecretValue', NotResource: everySecret });
  expect(await rowsOf({ Web: role('web', allButSecrets) })).toEqual([]);
  const onlyTopics = policy({ Action: 's3:*', Resource: 'arn:aws:sns:*:*:*' });
  expect(await rowsOf(bounded(policy({ Action: 's3:GetObject', Resource: '*' }), onlyTopics))).toEqual([]);
});

describe('a pattern that reaches over several resources', () => {
  it('is a row for each that has a policy of its own, and one for the rest', async () => {
    const tlsOnly = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition: tls };
    expect(await rowsOf({ Web: role('web', read('arn:aws:s3:::*')), ...bucketPolicy(tlsOnly) })).toEqual([
      'role web s3:GetObject arn:aws:s3:::* when not (on arn:aws:s3:::things/*)',
      'role web s3:GetObject arn:aws:s3:::things/* when not (Bool aws:SecureTransport true)',
    ]);
  });
});

it('of a resource in another account is told with what else it needs', async () => {
  const topic = `arn:aws:sns:eu-central-1:${otherAccount}:news`;
  expect(await rowsOf({ Web: role('web', policy({ Action: 'sns:Publish', Resource: topic })) })).toEqual([
    `role web sns:Publish ${topic} with resource policy`,
  ]);
});

describe('what is not understood is an error that names it', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['an action that AWS does not have', { Action: 's3:GetObjects', Resource: '*' }, 's3:GetObjects'],
    [
      'a variable in a resource',
      { Action: 's3:GetObject', Resource: `${things}/\${aws:username}/*` },
      'policy variables',
    ],
    [
      'an operator',
      { Action: 's3:GetObject', Resource: '*', Condition: { StringResembles: { 'aws:PrincipalArn': 'x' } } },
      'StringResembles',
    ],
  ])('%s', async (_what, statement, named) => {
    await expect(rowsOf({ Web: role('web', policy(statement)) })).rejects.toThrow(named);
  });
});
