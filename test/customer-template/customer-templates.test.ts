import type { Customer } from '../../lib/config/parameters';
import { assemblyOf } from '../../tools/access/assembly';
import { listOf, type Stack, type Statement, type Template } from '../../tools/access/template';
import {
  type Choice,
  type CustomerTemplate,
  customerTemplates,
} from '../../tools/customer-template/customer-templates';
import { environmentsOf, sceneOf } from '../examples/example';
import { administrator, ask, type Caller, type Question } from '../support/questions';
import { everyKind } from '../support/every-kind';

const service = sceneOf('cross-account-reader', 'production');

function templates(choice: Partial<Choice> = {}): CustomerTemplate[] {
  return customerTemplates({ environment: service.environment, workload: undefined, customer: undefined, ...choice });
}

const [northwind, southwind] = templates();
if (northwind === undefined || southwind === undefined) throw new Error('two customers are needed');

function bodyOf({ body }: CustomerTemplate): Template {
  return body as Template;
}

const bucket = 'arn:aws:s3:::southwind-exchange';

/** Southwind's stack, after it was deployed with these values. */
function deployed(template: Template, parameters: Readonly<Record<string, string>>): Stack {
  const declared = Object.entries(template.Parameters ?? {}).map(
    ([name, parameter]) => [name, { ...parameter, Default: parameters[name] ?? parameter.Default }] as const,
  );
  return inSouthwind('reader-access', { ...template, Parameters: Object.fromEntries(declared) });
}

function inSouthwind(name: string, template: Template): Stack {
  const place = { account: '777788889999', region: 'eu-west-1', partition: 'aws', urlSuffix: 'amazonaws.com' };
  return { name, ...place, terminationProtection: false, template };
}

/** The key of southwind's bucket; like most, it leaves its use to the policies of its account. */
const keyStack = inSouthwind('files', {
  Resources: {
    Key: {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::777788889999:root' }, Action: 'kms:*', Resource: '*' },
          ],
        },
      },
    },
  },
});
const key = assemblyOf([keyStack]).resources[0]?.arn ?? '';

const body = bodyOf(southwind);
const BucketName = 'southwind-exchange';
const withoutKey = assemblyOf([...service.room.stacks, keyStack, deployed(body, { BucketName })]);
const withKey = assemblyOf([...service.room.stacks, keyStack, deployed(body, { BucketName, KmsKeyArn: key })]);
const role = 'arn:aws:iam::777788889999:role/partners/reader-access';

describe('the template', () => {
  it.each([northwind, southwind])('stands for itself: no CDK, no bootstrap, no assets', ({ body }) => {
    const text = JSON.stringify(body);
    expect(text).not.toMatch(/CDKMetadata|AWS::CDK::Metadata|BootstrapVersion|CheckBootstrapVersion|cdk-|aws:cdk/);
    expect(Object.keys(body)).not.toContain('Rules');
    expect(Object.keys(body)).not.toContain('Mappings');
  });

  it.each([northwind, southwind])('names no partition', ({ body }) => {
    expect(JSON.stringify(body).match(/arn:aws(?!\[)/g)).toBeNull();
  });

  it('asks for the bucket only: prefix and key may be left out', () => {
    const parameters = Object.entries(bodyOf(southwind).Parameters ?? {});
    expect(parameters.map(([name, { Default }]) => [name, Default])).toEqual([
      ['BucketName', undefined],
      ['Prefix', 'reader/'],
      ['KmsKeyArn', ''],
    ]);
  });

  it.each([
    ['BucketName', ['southwind-exchange', 'a.b'], ['*', 'UPPER', 'a/b', 'x', '']],
    ['Prefix', ['reader/', 'a/b/'], ['', '/', '*', 'reader', '/reader/', 'reader/*/', 'a?/']],
    [
      'KmsKeyArn',
      ['', key],
      ['*', 'arn:aws:kms:eu-west-1:777788889999:alias/files', `${key}*`, key.replace('key/', 'key/*')],
    ],
  ])('checks %s', (name, accepted, refused) => {
    const parameter = bodyOf(southwind).Parameters?.[name] as { readonly AllowedPattern?: string } | undefined;
    const pattern = new RegExp(parameter?.AllowedPattern ?? '');
    for (const value of accepted) expect(value).toMatch(pattern);
    for (const value of refused) expect(value).not.toMatch(pattern);
  });

  it.each([
    [northwind, '/', 'exchange-northwind-reader'],
    [southwind, '/partners/', 'reader-access'],
  ])('makes the role that the service has written down', (template, path, name) => {
    expect(bodyOf(template).Resources.Role?.Properties).toMatchObject({
      Path: path,
      RoleName: name,
      MaxSessionDuration: 3600,
    });
    const account = template.customer.roleArn.split(':')[4] ?? '';
    expect(template.customer.roleArn).toBe(`arn:aws:iam::${account}:role${path}${name}`);
    expect(bodyOf(template).Outputs?.RoleArn?.Value).toEqual({ 'Fn::GetAtt': ['Role', 'Arn'] });
  });

  it('trusts exactly the service’s consumer, with the ids of this customer and no other', () => {
    for (const template of [northwind, southwind]) {
      const trust = bodyOf(template).Resources.Role?.Properties?.AssumeRolePolicyDocument as { Statement: unknown };
      expect(trust.Statement).toEqual([
        {
          Sid: 'AssumedByDeclaredPrincipals',
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: {
            AWS: {
              'Fn::Join': [
                '',
                ['arn:', { Ref: 'AWS::Partition' }, ':iam::111122223333:role/reader-production-collector'],
              ],
            },
          },
          Condition: { StringEquals: { 'sts:ExternalId': template.customer.externalIds } },
        },
      ]);
    }
    expect(northwind.customer.externalIds).toHaveLength(2);
  });

  it('is the same whatever context surrounds it', () => {
    const surrounding = process.env.CDK_CONTEXT_JSON;
    delete process.env.CDK_CONTEXT_JSON;
    try {
      expect(templates()).toEqual([northwind, southwind]);
    } finally {
      process.env.CDK_CONTEXT_JSON = surrounding;
    }
  });

  it('is unchanged', () => {
    expect(southwind.body).toMatchSnapshot();
  });
});

describe('once deployed, the service', () => {
  const collector = service.arnOf('collector');
  const [id = ''] = southwind.customer.externalIds;

  const become = (caller: Caller, externalId?: string): Question => ({
    caller,
    action: 'sts:AssumeRole',
    resource: role,
    context: externalId === undefined ? {} : { 'sts:ExternalId': externalId },
  });

  it('gets in with the customer’s id, and only with it', async () => {
    expect(await ask(withoutKey, become(collector, id))).toBe('Allowed');
    for (const wrong of [undefined, 'guessed', ...northwind.customer.externalIds]) {
      expect(await ask(withoutKey, become(collector, wrong))).not.toBe('Allowed');
    }
  });

  it('is the only one to get in', async () => {
    for (const arn of [
      'arn:aws:iam::111122223333:role/administrator',
      'arn:aws:iam::777788889999:role/administrator',
      'arn:aws:iam::444455556666:role/reader-production-collector',
    ]) {
      expect(await ask(withoutKey, become(administrator(arn), id))).not.toBe('Allowed');
    }
  });

  const question = (action: string, resource: string, context: Question['context'] = {}): Question => ({
    caller: role,
    action,
    resource,
    resourceAccount: '777788889999',
    context,
  });
  const file = `${bucket}/reader/2031/report.csv`;

  it.each([
    ['lists', question('s3:ListBucket', bucket, { 's3:prefix': 'reader/' })],
    ['gets', question('s3:GetObject', file)],
    ['puts', question('s3:PutObject', file)],
    ['gives an upload up', question('s3:AbortMultipartUpload', file)],
  ])('%s below the prefix', async (_, asked) => {
    expect(await ask(withoutKey, asked)).toBe('Allowed');
  });

  it.each([
    ['lists the whole bucket', question('s3:ListBucket', bucket, { 's3:prefix': '' })],
    ['lists without a prefix', question('s3:ListBucket', bucket)],
    ['gets a file beside the prefix', question('s3:GetObject', `${bucket}/other/report.csv`)],
    ['gets a file whose name begins like it', question('s3:GetObject', `${bucket}/reader-old/report.csv`)],
    ['deletes a file', question('s3:DeleteObject', file)],
    ['reads an old version', question('s3:GetObjectVersion', file)],
    ['changes the bucket', question('s3:PutBucketPolicy', bucket)],
    ['reaches another bucket', question('s3:GetObject', 'arn:aws:s3:::southwind-other/reader/a')],
    ['changes roles', question('iam:PutRolePolicy', role)],
    ['uses a key that was not named', question('kms:Decrypt', key, throughS3())],
  ])('never %s', async (_, asked) => {
    expect(await ask(withoutKey, asked)).not.toBe('Allowed');
  });

  function throughS3(object: string = bucket, via = 's3.eu-west-1.amazonaws.com'): Record<string, string> {
    return { 'kms:ViaService': via, 'kms:EncryptionContext:aws:s3:arn': object };
  }

  it('uses the bucket’s key where one is named: through S3, for this bucket', async () => {
    const use = (context: Record<string, string>, action = 'kms:Decrypt') =>
      ask(withKey, { caller: role, action, resource: key, context });
    expect(await use(throughS3())).toBe('Allowed');
    expect(await use(throughS3(), 'kms:GenerateDataKey')).toBe('Allowed');
    expect(await use(throughS3(file))).toBe('Allowed');
    expect(await use(throughS3('arn:aws:s3:::southwind-other'))).not.toBe('Allowed');
    expect(await use(throughS3(bucket, 'secretsmanager.eu-west-1.amazonaws.com'))).not.toBe('Allowed');
    expect(await use({})).not.toBe('Allowed');
    expect(await use(throughS3(), 'kms:PutKeyPolicy')).not.toBe('Allowed');
  });

  it('sends nothing to its bucket after another account took the name', async () => {
    const elsewhere = { ...question('s3:PutObject', file), resourceAccount: '999900009999' };
    expect(await ask(withoutKey, elsewhere)).toBe('ExplicitlyDenied');
  });

  it('has a policy about a key only where a key is named', () => {
    expect(body.Resources.UseOfKey?.Condition).toBe('HasKey');
    const policies = (assembly: typeof withKey) =>
      assembly.principals.find(({ arn }) => arn === role)?.identityPolicies.length;
    expect([policies(withoutKey), policies(withKey)]).toEqual([1, 2]);
  });

  it('stays within its boundary, whatever is attached to its role later', () => {
    for (const assembly of [withoutKey, withKey]) {
      const principal = assembly.principals.find(({ arn }) => arn === role);
      const actions = listOf<Statement>(principal?.boundary?.Statement)
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Action }) => listOf(Action));
      expect(new Set(actions)).toEqual(
        new Set([
          's3:ListBucket',
          's3:GetObject',
          's3:PutObject',
          's3:AbortMultipartUpload',
          ...(assembly === withKey ? ['kms:Decrypt', 'kms:GenerateDataKey'] : []),
        ]),
      );
    }
  });
});

describe('what is asked for', () => {
  it('can be one customer', () => {
    expect(templates({ workload: 'reader', customer: 'southwind' })).toEqual([southwind]);
  });

  it.each([
    [{ workload: 'raeder' }, "there is no workload 'raeder' in production; choose one of reader"],
    [{ customer: 'eastwind' }, "there is no customer 'eastwind' in production; choose one of northwind, southwind"],
    [
      { environment: environmentsOf('cross-account-reader')[1] ?? service.environment },
      'no workload of northwind that was asked for has customers; declare them in its configuration',
    ],
  ])('is refused in one sentence where there is none: %j', (choice, message) => {
    expect(() => templates(choice)).toThrow(message);
  });

  it('is refused for a customer whose role nobody may assume', () => {
    const [full] = everyKind;
    const archive = full?.workloads[0];
    if (full === undefined || archive === undefined) throw new Error('the environment of every kind is needed');
    // Its server may assume the role of the first customer only.
    expect(customerTemplates({ environment: full, workload: 'archive', customer: 'first' })).toHaveLength(1);
    expect(() => customerTemplates({ environment: full, workload: 'archive', customer: 'second' })).toThrow(
      'no consumer of archive in full may assume the role of second; name it in the customers of one',
    );
  });

  it('carries one customer’s ids to nobody else', () => {
    const ids = ({ externalIds }: Customer) => externalIds;
    for (const id of ids(northwind.customer)) expect(JSON.stringify(southwind.body)).not.toContain(id);
    for (const id of ids(southwind.customer)) expect(JSON.stringify(northwind.body)).not.toContain(id);
  });
});
