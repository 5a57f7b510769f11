import type { Stack, Statement } from '../../../tools/access/template';
import { policyVariables, unknownActions } from '../../../tools/access/completeness/written-actions';
import { filesBucketArn, type Room, roomOf } from '../../support/room';
import { environments, named, synth } from '../../support/templates';
import { askAll, interview } from './asked';
import { changed, describedAs, inStatement, withStatements } from './changed-stacks';
import { declared, differences, simulated } from './differences';

// Processor time is a second each; on a loaded machine that takes longer.
jest.setTimeout(120_000);

/** One thing is slipped into production at a time, and the proof has to name it. */

const prod = named(environments, 'prod');
const stacks = synth(prod);
const room = roomOf(prod);
const [portal] = prod.workloads;
if (portal === undefined) throw new Error('production has no workload');
const bucket = filesBucketArn(room, portal);
const roles = 'arn:aws:iam::333344445555:role';
const accounting = `${roles}/portal-prod-accounting`;
const web = `${roles}/portal-prod-web`;

async function found(among: readonly Stack[]): Promise<string[]> {
  const changedRoom: Room = roomOf(prod, among);
  const { access } = await askAll(changedRoom);
  return differences(simulated(access), declared(changedRoom), ['the simulator', 'the declaration']);
}

const policyOf = (consumer: string) =>
  describedAs('AWS::IAM::ManagedPolicy', `Declared access of portal-prod-${consumer}`);

function inPolicyOf(consumer: string, change: (statements: readonly Statement[]) => readonly Statement[]) {
  return changed(stacks, policyOf(consumer), withStatements('PolicyDocument', change));
}

const added = (statement: Statement) => (statements: readonly Statement[]) => [...statements, statement];

const bucketPolicy = ({ Type, Properties }: { readonly Type: string; readonly Properties?: object }) =>
  Type === 'AWS::S3::BucketPolicy' && JSON.stringify(Properties).includes('DenyOldSignatures');

const queuePolicy = ({ Type, Properties }: { readonly Type: string; readonly Properties?: object }) =>
  Type === 'AWS::SQS::QueuePolicy' && JSON.stringify(Properties).includes('lost-alerts');

it('finds nothing in what is synthesized', async () => {
  const { access } = await askAll(room);
  const among = differences(simulated(access), declared(room), ['the simulator', 'the declaration']);
  expect(among).toEqual([]);
});

it('names an action that was added', async () => {
  const wider = inPolicyOf(
    'accounting',
    inStatement('ReadFiles', (statement) => ({ ...statement, Action: ['s3:GetObject', 's3:DeleteObject'] })),
  );
  expect(await found(wider)).toEqual([
    expect.stringMatching(
      new RegExp(`^${accounting}: s3:DeleteObject on ${bucket}/invoices/\\* when .* says the simulator alone$`),
    ),
  ]);
});

it('names a pattern of actions, with every action that the boundary lets through', async () => {
  const wider = inPolicyOf(
    'accounting',
    inStatement('ReadFiles', (statement) => ({ ...statement, Action: 's3:*' })),
  );
  const names = (await found(wider)).map((line) => /^[^ ]+: ([\w:]+) on /.exec(line)?.[1]);
  expect(names.sort()).toEqual(['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:PutObject']);
});

it('names a resource that was widened', async () => {
  const wider = inPolicyOf(
    'accounting',
    inStatement('ReadFiles', (statement) => ({ ...statement, Resource: `${bucket}/*` })),
  );
  expect(await found(wider)).toEqual([
    expect.stringContaining(`${accounting}: s3:GetObject on ${bucket}/* when`),
    expect.stringMatching(/s3:GetObject on .*\/invoices\/\* when .*says the declaration alone/),
  ]);
});

it('names a condition that was dropped', async () => {
  const wider = inPolicyOf(
    'accounting',
    inStatement('UseKeyForFiles', ({ Condition: _dropped, ...statement }) => statement),
  );
  // The boundary still asks for S3 or Secrets Manager.
  expect(await found(wider)).toEqual([
    expect.stringMatching(/kms:Decrypt on .*\[s3\.[^ ]+, secretsmanager\.[^ ]+\]: says the simulator alone$/),
    expect.stringMatching(/kms:Decrypt on .*\[s3\.[^ ]+\]: says the declaration alone$/),
  ]);
});

it('names a condition on all values of a key that was dropped', async () => {
  const statementsOf = withStatements(
    'PolicyDocument',
    inStatement('KeepJournal', (statement) => ({
      ...statement,
      Condition: { Null: { 'dynamodb:LeadingKeys': 'false' } },
    })),
  );
  const rotator = describedAs(
    'AWS::IAM::ManagedPolicy',
    'What function strongroom-prod-portal-rotate-session-keys may do',
  );
  const lines = await found(changed(stacks, rotator, statementsOf));
  expect(lines.filter((line) => line.includes('dynamodb:PutItem'))).toEqual([
    expect.stringContaining('ForAllValues:StringLike dynamodb:LeadingKeys [portal/prod/*]'),
    expect.stringContaining('ForAllValues:StringEquals dynamodb:LeadingKeys [portal/prod/session-keys]'),
  ]);
});

it('names all that a statement with NotAction lets through', async () => {
  const wider = inPolicyOf('accounting', added({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }));
  const lines = await found(wider);
  for (const right of [`s3:PutObject on ${bucket}/*`, 'secretsmanager:DescribeSecret on ', 'ssm:GetParameter on ']) {
    expect(lines).toContainEqual(expect.stringContaining(`${accounting}: ${right}`));
  }
  // The boundary has no EC2.
  expect(lines.filter((line) => line.includes('ec2:'))).toEqual([]);
});

it('names all that a wide policy allows when the boundary is gone', async () => {
  const wider = inPolicyOf('web', added({ Effect: 'Allow', Action: '*', Resource: '*' }));
  const free = changed(
    wider,
    ({ Type, Properties }) => Type === 'AWS::IAM::Role' && Properties?.RoleName === 'portal-prod-web',
    ({ PermissionsBoundary: _gone, ...properties }) => properties,
  );
  const lines = await found(free);
  for (const action of ['ec2:RunInstances', 'iam:CreateUser', 'kms:CreateGrant', 's3:DeleteObjectVersion']) {
    expect(lines).toContain(`${web}: ${action} on *: says the simulator alone`);
  }
  expect(lines.length).toBeGreaterThan(22_000);
});

it('names a principal that the policy of a resource lets in', async () => {
  const remove = {
    Effect: 'Allow' as const,
    Principal: { AWS: accounting },
    Action: 's3:DeleteObject',
    Resource: `${bucket}/*`,
  };
  const wider = changed(stacks, bucketPolicy, withStatements('PolicyDocument', added(remove)));
  expect(await found(wider)).toContainEqual(
    expect.stringMatching(
      new RegExp(
        `^${accounting}: s3:DeleteObject on ${bucket}/\\* when .*by the policy of ${bucket}.* says the simulator alone`,
      ),
    ),
  );
});

it.each([
  ['another account', { AWS: '999900009999' }, '999900009999'],
  [
    'a role of another account',
    { AWS: 'arn:aws:iam::999900009999:role/someone' },
    'arn:aws:iam::999900009999:role/someone',
  ],
  ['everybody', '*' as const, '*'],
  ['another service', { Service: 's3.amazonaws.com' }, 's3.amazonaws.com'],
])('names %s that the policy of a queue lets in', async (_whom, Principal, who) => {
  const send = { Effect: 'Allow' as const, Principal, Action: 'sqs:ReceiveMessage', Resource: '*' };
  const wider = changed(stacks, queuePolicy, withStatements('PolicyDocument', added(send)));
  expect(await found(wider)).toContainEqual(
    expect.stringMatching(
      new RegExp(
        `^${who.replace('*', '\\*')}: sqs:ReceiveMessage on .*strongroom-prod-lost-alerts when .*says the simulator alone`,
      ),
    ),
  );
});

it('names a right on a key that its policy gives the account', async () => {
  const wider = changed(
    stacks,
    describedAs('AWS::KMS::Key', 'Files and secrets of portal in prod'),
    withStatements(
      'KeyPolicy',
      inStatement('AdministerKey', (statement) => ({
        ...statement,
        Action: [...[statement.Action ?? []].flat(), 'kms:CreateGrant'],
      })),
    ),
  );
  expect(await found(wider)).toEqual([
    expect.stringMatching(/^333344445555: kms:CreateGrant on arn:aws:kms:[^ ]+: says the simulator alone$/),
  ]);
});

it('names what is declared and not allowed', async () => {
  const less = inPolicyOf('web', (statements) => statements.filter(({ Sid }) => Sid !== 'DeleteFiles'));
  expect(await found(less)).toEqual([
    expect.stringMatching(/s3:DeleteObject on .*\/documents\/\* when .*says the declaration alone$/),
  ]);
});

it('names what is declared and refused by the resource itself', async () => {
  const less = changed(
    stacks,
    bucketPolicy,
    withStatements(
      'PolicyDocument',
      added({ Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: `${bucket}/*` }),
    ),
  );
  expect(await found(less)).toContainEqual(
    expect.stringMatching(
      /portal-prod-web: s3:DeleteObject on .* \(refused by the policy of .*says the simulator alone$/,
    ),
  );
});

it('names a use of a key whose policy does not name the principal', async () => {
  const less = changed(
    stacks,
    describedAs('AWS::KMS::Key', 'Files and secrets of portal in prod'),
    withStatements(
      'KeyPolicy',
      inStatement('UseForFiles', (statement) => ({
        ...statement,
        Condition: { ...statement.Condition, ArnEquals: { 'aws:PrincipalArn': [web] } },
      })),
    ),
  );
  expect(await found(less)).toContainEqual(
    expect.stringMatching(
      new RegExp(
        `^${accounting}: kms:Decrypt on arn:aws:kms:.* when never \\(refused by the policy of .*: says the simulator alone$`,
      ),
    ),
  );
});

it('names everybody but one whom the policy of a queue lets in', async () => {
  const send = {
    Effect: 'Allow' as const,
    NotPrincipal: { AWS: accounting },
    Action: 'sqs:ReceiveMessage',
    Resource: '*',
  };
  const lines = await found(changed(stacks, queuePolicy, withStatements('PolicyDocument', added(send))));
  for (const who of ['000000000000', '*']) {
    expect(lines).toContainEqual(expect.stringContaining(`${who}: sqs:ReceiveMessage on `));
  }
});

it('names an action that AWS does not know', async () => {
  const mistyped = inPolicyOf('web', added({ Sid: 'Typing', Effect: 'Allow', Action: 's3:PutObjects', Resource: '*' }));
  const { index } = await interview();
  expect(unknownActions(roomOf(prod, mistyped).assembly.stacks, index)).toEqual([
    expect.stringMatching(/^strongroom-prod-portal .*: Typing: s3:PutObjects$/),
  ]);
});

it('names a policy variable', () => {
  const variable = { Effect: 'Allow' as const, Action: 's3:GetObject', Resource: `${bucket}/\${aws:username}/*` };
  const varied = inPolicyOf('web', added(variable));
  expect(policyVariables(roomOf(prod, varied).assembly.stacks)).toEqual([
    expect.stringContaining(`: ${bucket}/\${aws:username}/*`),
  ]);
});
