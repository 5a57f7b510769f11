import type { Condition } from '../../tools/access/rows/access-row';
import { inWords, limitsInWords, principalName, resourceName } from '../../tools/access/rows/words';
import { all, any, not, when } from './conditions';

const arn = (rest: string) => ['arn', 'aws', rest].join(':');

describe('conditions of our templates in words', () => {
  const header = 's3:x-amz-server-side-encryption';
  const keys = 'dynamodb:LeadingKeys';
  const secretContext = 'kms:EncryptionContext:SecretARN';
  it.each<[string, Condition, string]>([
    ['nothing', all(), 'always'],
    ['the impossible', any(), 'never'],
    ['TLS', not(when('Bool', 'aws:SecureTransport', 'false')), 'only over TLS'],
    ['a version of TLS', not(when('NumericLessThan', 's3:TlsVersion', '1.2')), 'not over TLS older than 1.2'],
    [
      'TLS of a version',
      all(not(when('Bool', 'aws:SecureTransport', 'false')), not(when('NumericLessThan', 's3:TlsVersion', '1.2'))),
      'only over TLS 1.2 or newer',
    ],
    [
      'the age of a signature',
      not(when('NumericGreaterThan', 's3:signatureAge', '900000')),
      'not with a signature older than 15 minutes',
    ],
    [
      'a service in between',
      when(
        'StringEquals',
        'kms:ViaService',
        's3.eu-central-1.amazonaws.com',
        'secretsmanager.eu-central-1.amazonaws.com',
      ),
      'only through S3 or Secrets Manager',
    ],
    [
      'source addresses',
      not(
        all(
          when('NotIpAddress', 'aws:SourceIp', '198.51.100.0/24'),
          when('BoolIfExists', 'aws:ViaAWSService', 'false'),
        ),
      ),
      'only from 198.51.100.0/24, or through an AWS service',
    ],
    [
      'an external id and MFA',
      all(when('StringEquals', 'sts:ExternalId', 'one'), when('Bool', 'aws:MultiFactorAuthPresent', 'true')),
      'only with the agreed external id; only with MFA',
    ],
    [
      'two external ids',
      when('StringEquals', 'sts:ExternalId', 'one', 'two'),
      'only with one of 2 agreed external ids',
    ],
    [
      'an encryption that must be ours or none',
      not(all(when('StringNotEquals', header, 'aws:kms'), when('Null', header, 'false'))),
      'only with encryption aws:kms named in the request or with no encryption named in the request',
    ],
    [
      'keys of customers',
      not(when('Null', 's3:x-amz-server-side-encryption-customer-algorithm', 'false')),
      "only without a key of the caller's own",
    ],
    ['prefixes', when('StringLike', 's3:prefix', 'documents/*', 'scans/*'), 'only listing documents/* or scans/*'],
    [
      'a bucket of the account',
      not(
        all(when('StringNotEquals', 's3:ResourceAccount', '111122223333'), when('Null', 's3:ResourceAccount', 'false')),
      ),
      'only on what belongs to account 111122223333 or with no s3:ResourceAccount sent',
    ],
    [
      'who may read a secret',
      not(when('ArnNotEquals', 'aws:PrincipalArn', arn('iam::111122223333:role/portal-dev-web'))),
      'only as portal-dev-web',
    ],
    [
      'the own account or a service',
      not(
        all(
          when('StringNotEquals', 'aws:PrincipalAccount', '111122223333'),
          when('BoolIfExists', 'aws:PrincipalIsAWSService', 'false'),
        ),
      ),
      'only as a principal of account 111122223333, or as an AWS service itself',
    ],
    [
      'the secrets of a key',
      not(
        all(
          when('Null', secretContext, 'false'),
          when('StringNotLike', secretContext, arn('secretsmanager:eu-west-1:111122223333:secret:portal/dev/*')),
        ),
      ),
      'only for the secret portal/dev/* or for no secret at all',
    ],
    [
      'rows of the journal',
      all(when('ForAllValues:StringEquals', keys, 'portal/dev/login'), when('Null', keys, 'false')),
      'only on the rows of portal/dev/login alone',
    ],
    [
      'whose policies may be set',
      when('StringEquals', 'iam:PermissionsBoundary', arn('iam::111122223333:policy/portal-boundary')),
      'only on users and roles under the boundary portal-boundary',
    ],
    [
      'an alarm that speaks',
      all(
        when('StringEquals', 'aws:SourceAccount', '111122223333'),
        when('ArnLike', 'aws:SourceArn', arn('cloudwatch:eu-west-1:111122223333:alarm:*')),
      ),
      'only on behalf of account 111122223333; only on behalf of alarm *',
    ],
    [
      'files of a trail',
      all(
        when('Null', 'kms:EncryptionContext:aws:cloudtrail:arn', 'false'),
        when('StringEquals', 'kms:ViaService', 's3.eu-west-1.amazonaws.com'),
      ),
      'only for files of a trail; only through S3',
    ],
    ['a part of the bucket left out', not({ resourceLike: [arn('s3:::portal/locked/*')] }), 'not on portal/locked/*'],
  ])('tells %s', (_what, condition, words) => {
    expect(inWords(condition)).toBe(words);
  });

  it('tells each limit by itself', () => {
    const limits = limitsInWords(
      all(when('IpAddress', 'aws:SourceIp', '192.0.2.0/24'), when('Bool', 'aws:MultiFactorAuthPresent', 'true')),
    );
    expect(limits).toEqual(['only from 192.0.2.0/24', 'only with MFA']);
  });
});

describe('conditions that nobody has worded', () => {
  it.each<[string, Condition, string]>([
    ['an unknown key', when('StringEquals', 'acme:colour', 'red', 'blue'), 'only where acme:colour is red or blue'],
    ['a number', when('NumericLessThanEquals', 's3:max-keys', '10'), 'only where s3:max-keys is at most 10'],
    ['any case', when('StringEqualsIgnoreCase', 'acme:colour', 'Red'), 'only where acme:colour is in any case Red'],
    [
      'an unknown operator',
      when('StringRhymes', 'acme:colour', 'red'),
      'only where StringRhymes is met by acme:colour with red',
    ],
    ['a tag', when('StringEquals', 'aws:PrincipalTag/team', 'portal'), 'only tagged team = portal'],
    ['a flag', when('Bool', 'acme:open', 'true'), 'only where acme:open is true'],
    ['a key that is there', when('Null', 'acme:open', 'false'), 'only where acme:open is sent'],
    [
      'a list without a word for it',
      when('StringEquals', 'aws:TagKeys', 'team'),
      'only where StringEquals is met by aws:TagKeys with team',
    ],
    ['an asterisk that is no pattern', when('StringEquals', 's3:prefix', 'a*'), 'only where s3:prefix is a*'],
  ])('are told as they are written: %s', (_what, condition, words) => {
    expect(inWords(condition)).toBe(words);
  });

  it('put a value in quotes that could be read as a part of the sentence', () => {
    expect(inWords(when('StringEquals', 'aws:SourceVpc', 'vpc-1, or from anywhere'))).toBe(
      'only from VPC "vpc-1, or from anywhere"',
    );
  });

  it('say of an absent key what is else expected', () => {
    expect(inWords(when('IpAddressIfExists', 'aws:SourceIp', '192.0.2.0/24'))).toBe(
      'only from 192.0.2.0/24 or with no aws:SourceIp sent',
    );
    expect(inWords(not(when('IpAddressIfExists', 'aws:SourceIp', '192.0.2.0/24')))).toBe(
      'not from 192.0.2.0/24 but with aws:SourceIp sent',
    );
  });

  it('keep groups apart', () => {
    const [left, right] = [
      when('Bool', 'aws:MultiFactorAuthPresent', 'true'),
      when('IpAddress', 'aws:SourceIp', '192.0.2.0/24'),
    ];
    expect(inWords(any(all(left, right), when('StringEquals', 'aws:SourceVpc', 'vpc-1')))).toBe(
      'only (with MFA, and from 192.0.2.0/24), or from VPC vpc-1',
    );
  });
});

describe('the two forms', () => {
  const ids = when('StringEquals', 'sts:ExternalId', 'first-id', 'second-id');

  it('show external ids in the long one alone', () => {
    expect(inWords(ids)).not.toContain('first-id');
    expect(inWords(ids, 'long')).toBe('only with the external id first-id or second-id');
  });

  it('count the rest of a long list in the short one alone', () => {
    const many = when('IpAddress', 'aws:SourceIp', ...['1', '2', '3', '4', '5'].map((part) => `192.0.2.${part}/32`));
    expect(inWords(many)).toBe('only from 192.0.2.1/32 or 192.0.2.2/32 or 3 more');
    expect(inWords(many, 'long')).toContain('192.0.2.5/32');
  });
});

describe('names', () => {
  const account = '111122223333';
  it.each([
    [{ kind: 'role', id: arn(`iam::${account}:role/portal-dev-web`) } as const, 'portal-dev-web'],
    [
      { kind: 'user', id: arn(`iam::${account}:user/rotated/dev/portal/portal-dev-scanner`) } as const,
      'portal-dev-scanner',
    ],
    [{ kind: 'foreign', id: arn('iam::444455556666:role/collector') } as const, 'collector of account 444455556666'],
    [{ kind: 'account', id: account } as const, 'account 111122223333'],
    [{ kind: 'service', id: 'cloudtrail.amazonaws.com' } as const, 'service cloudtrail'],
    [
      { kind: 'federated', id: arn(`iam::${account}:oidc-provider/token.example.com`) } as const,
      'identity provider oidc-provider/token.example.com',
    ],
    [{ kind: 'anyone', id: '*' } as const, 'anyone'],
  ])('call %o %s', (principal, name) => {
    expect(principalName(principal)).toBe(name);
  });

  it.each([
    ['*', 'anything'],
    [arn('s3:::portal-dev-111122223333-eu-central-1/documents/*'), 'portal-dev/documents/*'],
    [arn('s3:::portal-dev-111122223333-us-gov-west-1'), 'portal-dev'],
    [arn(`secretsmanager:eu-central-1:${account}:secret:portal/dev/login-??????`), 'portal/dev/login'],
    [arn(`secretsmanager:eu-central-1:${account}:secret:portal/dev/*`), 'portal/dev/*'],
    [arn(`kms:eu-central-1:${account}:key/11112222-3333-4444-5555-666677778888`), 'key 11112222'],
    [arn(`logs:eu-central-1:${account}:log-group:/aws/lambda/probe:log-stream:*`), '/aws/lambda/probe'],
    [arn(`glue:eu-central-1:${account}:job/clean`), 'glue job/clean'],
    [arn(`glue:eu-central-1:${account}:*`), 'anything in glue'],
    ['portal', 'portal'],
  ])('call %s %s', (resource, name) => {
    expect(resourceName(resource)).toBe(name);
  });
});
