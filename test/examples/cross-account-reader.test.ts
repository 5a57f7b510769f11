import { assemblyOf } from '../../tools/access/assembly';
import { readFile, writeFile } from '../support/calls';
import { administrator, ask, type Caller, type Question } from '../support/questions';
import { propertiesOf, sceneOf } from './example';

const service = sceneOf('cross-account-reader', 'production');
const northwind = sceneOf('cross-account-reader', 'northwind');
const [firstCustomer, secondCustomer] = service.workload.customers;
if (firstCustomer === undefined || secondCustomer === undefined) throw new Error('two customers are needed');

describe('the service', () => {
  const collector = service.arnOf('collector');
  const { room } = service;

  function become(roleArn: string, externalId?: string): Question {
    return {
      caller: collector,
      action: 'sts:AssumeRole',
      resource: roleArn,
      context: externalId === undefined ? {} : { 'sts:ExternalId': externalId },
    };
  }

  it('gets into the role of a customer with each of its ids, and with no other', async () => {
    // Both accounts in one assembly: the policy of the one and the trust of the other decide together.
    const both = assemblyOf([...room.stacks, ...northwind.room.stacks]);
    for (const id of firstCustomer.externalIds) {
      expect(await ask(both, become(firstCustomer.roleArn, id))).toBe('Allowed');
    }
    for (const id of [...secondCustomer.externalIds, 'guessed', undefined]) {
      expect(await ask(both, become(firstCustomer.roleArn, id))).not.toBe('Allowed');
    }
  });

  it('has a statement for each customer, with its role and its ids, and no other statement', () => {
    const policies = propertiesOf(service.stack, 'AWS::IAM::ManagedPolicy');
    const access = policies.filter(({ Description }) => String(Description).startsWith('Declared access'));
    expect(access.map(({ PolicyDocument }) => (PolicyDocument as { Statement: unknown }).Statement)).toEqual([
      [firstCustomer, secondCustomer].map(({ name, roleArn, externalIds }) => ({
        Sid: `Assume${name}`,
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Resource: roleArn,
        Condition: { StringEquals: { 'sts:ExternalId': externalIds } },
      })),
    ]);
  });

  it.each([
    ['becomes a role that is no customer’s', 'sts:AssumeRole', 'arn:aws:iam::444455556666:role/administrator'],
    [
      'becomes the same role of another account',
      'sts:AssumeRole',
      'arn:aws:iam::555566667777:role/exchange-northwind-reader',
    ],
    ['reads a customer’s bucket by itself', 's3:GetObject', `${northwind.bucket}/reports/a.pdf`],
    ['lists a bucket', 's3:ListBucket', northwind.bucket],
    [
      'reads a secret',
      'secretsmanager:GetSecretValue',
      'arn:aws:secretsmanager:us-east-1:111122223333:secret:any-AbCdEf',
    ],
    ['makes a key', 'iam:CreateAccessKey', 'arn:aws:iam::111122223333:user/any'],
  ])('never %s', async (_, action, resource) => {
    const resourceAccount = resource.split(':')[4] === '' ? '444455556666' : resource.split(':')[4];
    const question = {
      caller: collector,
      action,
      resource,
      ...(resourceAccount === undefined ? {} : { resourceAccount }),
    };
    expect(await ask(room.assembly, question)).not.toBe('Allowed');
  });

  it('stores no key of anybody: it has no secrets and no users', () => {
    for (const type of ['AWS::SecretsManager::Secret', 'AWS::IAM::User', 'AWS::IAM::AccessKey', 'AWS::S3::Bucket']) {
      expect(propertiesOf(service.stack, type)).toEqual([]);
    }
  });
});

describe('the customer', () => {
  const reader = northwind.arnOf('reader');
  const { room, bucket } = northwind;
  const collector: Caller = administrator(service.arnOf('collector'));
  const ids = firstCustomer.externalIds;
  const become = (caller: Caller, externalId: string | undefined): Question => ({
    caller,
    action: 'sts:AssumeRole',
    resource: reader,
    context: externalId === undefined ? {} : { 'sts:ExternalId': externalId },
  });

  it('knows the same role and the same two ids as the service, while the id is rotated', () => {
    expect(reader).toBe(firstCustomer.roleArn);
    expect(northwind.workload.consumers).toEqual([expect.objectContaining({ externalIds: ids })]);
    expect(ids).toHaveLength(2);
  });

  it('lets the service in with either id', async () => {
    for (const id of ids) expect(await ask(room.assembly, become(collector, id))).toBe('Allowed');
  });

  it('refuses the service without its id, or with the id of another customer', async () => {
    for (const id of [undefined, 'guessed', ...secondCustomer.externalIds]) {
      expect(await ask(room.assembly, become(collector, id))).not.toBe('Allowed');
    }
  });

  it.each([
    'arn:aws:iam::111122223333:role/administrator',
    'arn:aws:iam::111122223333:role/reader-staging-collector',
    'arn:aws:iam::777788889999:role/reader-production-collector',
    'arn:aws:iam::444455556666:role/administrator',
  ])('refuses %s, even with the right id', async (arn) => {
    for (const id of ids) expect(await ask(room.assembly, become(administrator(arn), id))).not.toBe('Allowed');
  });

  it('trusts exactly the base identity, for sessions of one hour at most', () => {
    const roles = propertiesOf(northwind.stack, 'AWS::IAM::Role');
    expect(roles).toEqual([
      expect.objectContaining({
        MaxSessionDuration: 3600,
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'AssumedByDeclaredPrincipals',
              Effect: 'Allow',
              Action: 'sts:AssumeRole',
              Principal: { AWS: 'arn:aws:iam::111122223333:role/reader-production-collector' },
              Condition: { StringEquals: { 'sts:ExternalId': ids } },
            },
          ],
        },
      }),
    ]);
  });

  it('lets a session list, get and put below its prefix, and nothing else', async () => {
    const file = `${bucket}/reports/2031.csv`;
    expect(await ask(room.assembly, readFile(room.assembly, reader, file))).toBe('Allowed');
    expect(await ask(room.assembly, writeFile(room.assembly, reader, file))).toBe('Allowed');
    const question = (action: string, resource: string, context = {}): Question => ({
      caller: reader,
      action,
      resource,
      context,
    });
    expect(await ask(room.assembly, question('s3:ListBucket', bucket, { 's3:prefix': 'reports/' }))).toBe('Allowed');
    for (const refused of [
      question('s3:ListBucket', bucket, { 's3:prefix': '' }),
      question('s3:GetObject', `${bucket}/other/2031.csv`),
      question('s3:PutObject', `${bucket}/reports-2031.csv`),
      question('s3:DeleteObject', file),
      question('s3:DeleteObjectVersion', file),
      question('s3:PutBucketPolicy', bucket),
    ]) {
      expect(await ask(room.assembly, refused)).not.toBe('Allowed');
    }
  });
});

it('records every AssumeRole on both sides', () => {
  for (const { room } of [service, northwind]) {
    const trails = room.stacks.flatMap((stack) => propertiesOf(stack, 'AWS::CloudTrail::Trail'));
    expect(trails).toEqual([
      expect.objectContaining({
        IsLogging: true,
        IsMultiRegionTrail: true,
        IncludeGlobalServiceEvents: true,
        AdvancedEventSelectors: expect.arrayContaining([
          { Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
        ]) as unknown,
      }),
    ]);
  }
});
