import { accessRows } from '../../../tools/access/rows/access-rows';
import type { Resource } from '../../../tools/access/template';
import { account, environmentWith, otherAccount, policy, role, rowsOf } from './support/told';

const things = 'arn:aws:s3:::things';
const root = (id: string) => `arn:aws:iam::${id}:root`;
const roleArn = (name: string, id = account) => `arn:aws:iam::${id}:role/${name}`;

function bucketWith(...statements: readonly Record<string, unknown>[]): Record<string, Resource> {
  return {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'things' } },
    Policy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: policy(...statements) },
    },
  };
}

const reading = (principal: unknown, more: Record<string, unknown> = {}) => ({
  Principal: principal,
  Action: 's3:GetObject',
  Resource: `${things}/*`,
  ...more,
});

function bounded(name: string, boundary: unknown): Record<string, Resource> {
  return {
    Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: boundary } },
    Web: role(name, undefined, { PermissionsBoundary: { Ref: 'Boundary' } }),
  };
}

const nothingToSay = policy({ Action: 'sns:Publish', Resource: '*' });

describe('a policy of a resource', () => {
  it('is enough for a role of its account that it names', async () => {
    expect(await rowsOf({ Web: role('web'), ...bucketWith(reading({ AWS: roleArn('web') })) })).toEqual([
      'role web s3:GetObject arn:aws:s3:::things/*',
    ]);
  });

  it('is limited by the boundary of a role, but not by that of a user', async () => {
    const user: Resource = {
      Type: 'AWS::IAM::User',
      Properties: { UserName: 'me', PermissionsBoundary: { Ref: 'Boundary' } },
    };
    const named = { AWS: [roleArn('web'), `arn:aws:iam::${account}:user/me`] };
    expect(await rowsOf({ ...bounded('web', nothingToSay), User: user, ...bucketWith(reading(named)) })).toEqual([
      'user me s3:GetObject arn:aws:s3:::things/*',
    ]);
    const some = policy({ Action: 's3:*', Resource: `${things}/in/*` });
    expect(await rowsOf({ ...bounded('web', some), ...bucketWith(reading(named)) })).toContain(
      'role web s3:GetObject arn:aws:s3:::things/in/*',
    );
  });

  it('that names the account leaves it to identity policies', async () => {
    const web = role('web', policy({ Action: 's3:GetObject', Resource: '*' }));
    const rows = await rowsOf({ Web: web, Idle: role('idle'), ...bucketWith(reading({ AWS: account })) });
    expect(rows.filter((row) => row.startsWith('role idle'))).toEqual([]);
    expect(rows.filter((row) => row.startsWith('role web'))).toContain('role web s3:GetObject arn:aws:s3:::things/*');
  });

  it('opens a way to each kind of principal that it names', async () => {
    const Condition = { StringEquals: { 'aws:SourceAccount': account } };
    expect(
      await rowsOf(
        bucketWith(
          reading({ Service: 'logging.s3.amazonaws.com' }, { Condition }),
          reading({ AWS: [roleArn('visitor', otherAccount), roleArn('guest'), '999988887777'] }),
        ),
      ),
    ).toEqual([
      'account 999988887777 s3:GetObject arn:aws:s3:::things/* with identity policy',
      'foreign guest s3:GetObject arn:aws:s3:::things/*',
      'foreign visitor s3:GetObject arn:aws:s3:::things/* with identity policy',
      `service logging.s3.amazonaws.com s3:GetObject arn:aws:s3:::things/* when StringEquals aws:SourceAccount ${account}`,
    ]);
  });

  it('opens a way to everybody, and to each role and user of the assembly', async () => {
    const rows = await rowsOf({ ...bounded('web', nothingToSay), ...bucketWith(reading('*')) });
    expect(rows).toEqual(['anyone s3:GetObject arn:aws:s3:::things/*', 'role web s3:GetObject arn:aws:s3:::things/*']);
  });

  it('names those whom its conditions leave of an account or of everybody', async () => {
    const bound = (...arns: string[]) => ({ Condition: { ArnEquals: { 'aws:PrincipalArn': arns } } });
    const rows = await rowsOf({
      Web: role('web'),
      ...bucketWith(
        reading({ AWS: root(account) }, bound(roleArn('web'), roleArn('operator'), roleArn('x', otherAccount))),
        reading('*', { Action: 's3:PutObject', ...bound(roleArn('operator')) }),
      ),
    });
    expect(rows).toEqual([
      `foreign operator s3:GetObject arn:aws:s3:::things/* with identity policy`,
      'foreign operator s3:PutObject arn:aws:s3:::things/*',
    ]);
  });

  it('refuses whom it denies, and leaves those whom NotPrincipal excepts', async () => {
    const deny = (rest: Record<string, unknown>) => ({ Effect: 'Deny', Action: 's3:*', Resource: '*', ...rest });
    const web = { Web: role('web', policy({ Action: 's3:GetObject', Resource: `${things}/*` })) };
    const kept = ['role web s3:GetObject arn:aws:s3:::things/*'];
    expect(await rowsOf({ ...web, ...bucketWith(deny({ Principal: { AWS: root(account) } })) })).toEqual([]);
    expect(await rowsOf({ ...web, ...bucketWith(deny({ Principal: { AWS: roleArn('web') } })) })).toEqual([]);
    expect(await rowsOf({ ...web, ...bucketWith(deny({ Principal: { AWS: roleArn('other') } })) })).toEqual(kept);
    expect(await rowsOf({ ...web, ...bucketWith(deny({ Principal: { Service: 'sns.amazonaws.com' } })) })).toEqual(
      kept,
    );
    expect(await rowsOf({ ...web, ...bucketWith(deny({ NotPrincipal: { AWS: roleArn('other') } })) })).toEqual([]);
    expect(await rowsOf({ ...web, ...bucketWith(deny({ NotPrincipal: { AWS: roleArn('web') } })) })).toEqual(kept);
  });

  it('refuses one of an account, and leaves the others of it', async () => {
    const deny = (...arns: string[]) => ({ Effect: 'Deny', Principal: { AWS: arns }, Action: 's3:*', Resource: '*' });
    const visitor = roleArn('visitor', otherAccount);
    const statements = [reading({ AWS: otherAccount }), deny(visitor, roleArn('stranger', '999988887777'))];
    expect(await rowsOf(bucketWith(...statements))).toEqual([
      `account ${otherAccount} s3:GetObject arn:aws:s3:::things/* with identity policy when not (ArnEquals aws:PrincipalArn ${visitor})`,
    ]);
  });

  it('with NotPrincipal refuses whoever has a boundary, even whom it excepts', async () => {
    const deny = { Effect: 'Deny', NotPrincipal: { AWS: roleArn('web') }, Action: 's3:*', Resource: '*' };
    const all = policy({ Action: '*', Resource: '*' });
    const Web = role('web', policy({ Action: 's3:GetObject', Resource: `${things}/*` }), {
      PermissionsBoundary: { Ref: 'Boundary' },
    });
    expect(await rowsOf({ ...bounded('web', all), Web, ...bucketWith(deny) })).toEqual([]);
  });

  it('of everybody but some leaves only those whom the rest of it speaks of', async () => {
    const deny = {
      Effect: 'Deny',
      NotPrincipal: { AWS: roleArn('visitor', otherAccount) },
      Action: 's3:*',
      Resource: '*',
    };
    expect(await rowsOf(bucketWith(reading('*'), deny))).toEqual([
      'foreign visitor s3:GetObject arn:aws:s3:::things/* with identity policy',
    ]);
  });

  it('of everybody but accounts leaves only those accounts', async () => {
    const deny = {
      Effect: 'Deny',
      NotPrincipal: { AWS: [otherAccount, '999988887777'] },
      Action: 's3:*',
      Resource: '*',
    };
    expect(await rowsOf({ Web: role('web'), ...bucketWith(reading('*'), deny) })).toEqual([
      `account ${otherAccount} s3:GetObject arn:aws:s3:::things/* with identity policy`,
      'account 999988887777 s3:GetObject arn:aws:s3:::things/* with identity policy',
    ]);
  });

  it('opens nothing that the policies of the role or its boundary deny', async () => {
    const deny = policy({ Effect: 'Deny', Action: 's3:Get*', Resource: '*' });
    const open = bucketWith(reading('*'));
    expect(await rowsOf({ Web: role('web', deny), ...open })).toEqual(['anyone s3:GetObject arn:aws:s3:::things/*']);
    expect(await rowsOf({ ...bounded('web', deny), ...open })).toEqual(['anyone s3:GetObject arn:aws:s3:::things/*']);
  });

  it('allows everybody but those whom NotPrincipal names', async () => {
    const allow = { NotPrincipal: { AWS: [roleArn('web'), roleArn('visitor', otherAccount)] } };
    const statement = { ...allow, Action: 's3:GetObject', Resource: `${things}/*` };
    expect(await rowsOf({ Web: role('web'), Other: role('other'), ...bucketWith(statement) })).toEqual([
      `anyone s3:GetObject arn:aws:s3:::things/* when not ((ArnEquals aws:PrincipalArn ${roleArn('web')} or ArnEquals aws:PrincipalArn ${roleArn('visitor', otherAccount)}))`,
      'role other s3:GetObject arn:aws:s3:::things/*',
    ]);
  });

  it('of another account of the assembly must allow what the identity policy allows', async () => {
    const web = { Web: role('web', policy({ Action: 's3:GetObject', Resource: '*' })) };
    const rows = (principal: string) => rowsOf(web, bucketWith(reading({ AWS: principal })));
    const row = 'role web s3:GetObject arn:aws:s3:::things/*';
    expect(await rows(roleArn('web'))).toContain(row);
    expect(await rows(root(account))).toContain(row);
    expect(await rows(roleArn('other'))).not.toContain(row);
    expect(await rowsOf({ Web: role('web') }, bucketWith(reading({ AWS: roleArn('web') })))).toEqual([]);
  });
});

describe('a key', () => {
  const key = (...statements: readonly Record<string, unknown>[]): Record<string, Resource> => ({
    Key: { Type: 'AWS::KMS::Key', Properties: statements.length === 0 ? {} : { KeyPolicy: policy(...statements) } },
  });
  const web = role('web', policy({ Action: 'kms:Decrypt', Resource: { 'Fn::GetAtt': ['Key', 'Arn'] } }));
  const decrypting = (rows: readonly string[]) =>
    rows.filter((row) => row.includes(':Decrypt ')).map((row) => row.replace(/arn:\S+:key\/\S+/, 'the key'));
  const use = (principal: unknown, more: Record<string, unknown> = {}) => ({
    Principal: principal,
    Action: 'kms:Decrypt',
    Resource: '*',
    ...more,
  });

  it('opens to identity policies only when its policy leaves that to the account', async () => {
    expect(decrypting(await rowsOf({ Web: web, ...key(use({ AWS: root(account) })) }))).toContain(
      'role web kms:Decrypt the key',
    );
    expect(decrypting(await rowsOf({ Web: web, ...key(use({ AWS: roleArn('other') })) }))).toEqual([
      'foreign other kms:Decrypt the key',
    ]);
    const elsewhere = use({ AWS: root(otherAccount) });
    expect(decrypting(await rowsOf({ Web: web, ...key(elsewhere) }))).toEqual([
      `account ${otherAccount} kms:Decrypt the key with identity policy`,
    ]);
  });

  it('leaves everything to the account when the template gives it no policy', async () => {
    expect(decrypting(await rowsOf({ Web: web, ...key() }))).toContain('role web kms:Decrypt the key');
  });

  it('opens to whom its policy names, whatever the identity policies say', async () => {
    for (const named of [role('web'), web]) {
      expect(decrypting(await rowsOf({ Web: named, ...key(use({ AWS: roleArn('web') })) }))).toEqual([
        'role web kms:Decrypt the key',
      ]);
    }
  });

  it('has one way for each statement that fits, and none for two that contradict each other', async () => {
    const via = (service: string) => ({ Condition: { StringEquals: { 'kms:ViaService': service } } });
    const document = policy(
      { Action: 'kms:Decrypt', Resource: '*', ...via('s3') },
      { Action: 'kms:Decrypt', Resource: '*', ...via('secretsmanager') },
    );
    const statements = [use({ AWS: root(account) }, via('s3')), use({ AWS: root(account) }, via('secretsmanager'))];
    const rows = decrypting(await rowsOf({ Web: role('web', document), ...key(...statements) }));
    expect(rows.filter((row) => row.includes('role web kms:Decrypt the key'))).toEqual([
      'role web kms:Decrypt the key when StringEquals kms:ViaService s3',
      'role web kms:Decrypt the key when StringEquals kms:ViaService secretsmanager',
    ]);
  });

  it('that nobody here makes is told with the policy that it needs', async () => {
    const arn = `arn:aws:kms:eu-central-1:${account}:key/1`;
    expect(await rowsOf({ Web: role('web', policy({ Action: 'kms:Decrypt', Resource: arn })) })).toEqual([
      `role web kms:Decrypt ${arn} with resource policy`,
    ]);
  });
});

describe('a role', () => {
  const target = (trust: unknown, more: Record<string, unknown> = {}): Record<string, Resource> => ({
    Target: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'target', AssumeRolePolicyDocument: trust, ...more } },
  });
  const taking = (principal: unknown, more: Record<string, unknown> = {}) =>
    policy({ Principal: principal, Action: 'sts:AssumeRole', ...more });
  const mayTake = policy({ Action: 'sts:AssumeRole', Resource: roleArn('target') });

  it('is taken by whom its trust names, and through the account by whom identity policies let', async () => {
    expect(await rowsOf({ Web: role('web'), ...target(taking({ AWS: roleArn('web') })) })).toEqual([
      `role web sts:AssumeRole ${roleArn('target')}`,
    ]);
    const roles = { Web: role('web', mayTake), Idle: role('idle') };
    expect(await rowsOf({ ...roles, ...target(taking({ AWS: account })) })).toEqual([
      `account ${account} sts:AssumeRole ${roleArn('target')} with identity policy`,
      `role web sts:AssumeRole ${roleArn('target')}`,
    ]);
    expect(await rowsOf({ ...roles, ...target(taking({ Service: 'ec2.amazonaws.com' })) })).toEqual([
      `service ec2.amazonaws.com sts:AssumeRole ${roleArn('target')}`,
    ]);
  });

  it('is taken by those of other accounts and of providers, on its conditions', async () => {
    const Condition = { StringEquals: { 'sts:ExternalId': '4f7a' } };
    expect(await rowsOf(target(taking({ AWS: roleArn('visitor', otherAccount) }, { Condition })))).toEqual([
      `foreign visitor sts:AssumeRole ${roleArn('target')} with identity policy when StringEquals sts:ExternalId 4f7a`,
    ]);
    const provider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
    const subject = { StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:example' } };
    const federated = policy({
      Principal: { Federated: provider },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: subject,
    });
    expect(await rowsOf(target(federated))).toEqual([
      `federated ${provider} sts:AssumeRoleWithWebIdentity ${roleArn('target')} when StringEquals token.actions.githubusercontent.com:sub repo:example`,
    ]);
  });

  it('is kept for its longest session, and for an hour by whom another role leads to it', async () => {
    const rows = await accessRows(
      environmentWith({
        Web: role('web'),
        ...target(taking({ AWS: [roleArn('web'), `arn:aws:iam::${otherAccount}:user/me`] }), {
          MaxSessionDuration: 7200,
        }),
        ...{ Plain: role('plain', undefined, { AssumeRolePolicyDocument: taking({ Service: 'ec2.amazonaws.com' }) }) },
      }),
    );
    expect(rows.map(({ principal, maximumSessionSeconds }) => [principal.kind, maximumSessionSeconds])).toEqual([
      ['foreign', 7200],
      ['role', 3600],
      ['service', 3600],
    ]);
  });

  it('of another account is told with the trust that it needs', async () => {
    const arn = roleArn('customer', otherAccount);
    expect(await rowsOf({ Web: role('web', policy({ Action: 'sts:AssumeRole', Resource: arn })) })).toEqual([
      `role web sts:AssumeRole ${arn} with resource policy`,
    ]);
  });

  it('keeps its trust out of who may read or change it', async () => {
    const document = policy({ Action: 'iam:GetRole', Resource: roleArn('target') });
    const refusing = policy({ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' });
    expect(await rowsOf({ Web: role('web', document), ...target(refusing) })).toEqual([
      `role web iam:GetRole ${roleArn('target')}`,
    ]);
  });
});

it('tells services of the China Regions by their own names', async () => {
  const trust = policy({ Principal: { Service: 'ec2.amazonaws.com.cn' }, Action: 'sts:AssumeRole' });
  const { stacks, ...environment } = environmentWith({
    Web: role('web', undefined, { AssumeRolePolicyDocument: trust }),
  });
  const away = stacks.map((stack) => ({ ...stack, partition: 'aws-cn', region: 'cn-north-1' }));
  const rows = await accessRows({ ...environment, stacks: away });
  expect(rows.map(({ principal, resource }) => [principal.id, resource])).toEqual([
    ['ec2.amazonaws.com.cn', `arn:aws-cn:iam::${account}:role/web`],
  ]);
});

it('refuses to tell who can do what while a policy is overlooked', async () => {
  const strange: Resource = { Type: 'AWS::New::Thing', Properties: { Permissions: policy(reading('*')) } };
  await expect(rowsOf({ Strange: strange })).rejects.toThrow('Permissions of Strange (AWS::New::Thing)');
});

describe('a principal that is not understood is an error that names it', () => {
  it.each([
    [{ CanonicalUser: '79a59df9' }, 'CanonicalUser'],
    [{ AWS: 'AIDACKCEVSQ6C2EXAMPLE' }, 'AIDACKCEVSQ6C2EXAMPLE'],
    [{ AWS: `arn:aws:sts::${account}:assumed-role/web/session` }, 'assumed-role/web/session'],
    [{ AWS: roleArn('*') }, 'role/*'],
  ])('%j', async (principal, named) => {
    await expect(rowsOf(bucketWith(reading(principal)))).rejects.toThrow(named);
  });
});
