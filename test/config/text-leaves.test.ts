import { environment, workload } from '../support/configurations';
import { describeLeaf } from '../support/leaf';

/** Taken for a reference by CDK, and put together here, because it is one to every template string too. */
const token = ['$', '{Token[TOKEN.1]}'].join('');

describe('names', () => {
  describeLeaf({
    path: `${environment}.name`,
    accepts: ['qa', 'a1', 'eu-1', 'a'.repeat(32)],
    refuses: ['p', 'Prod', '1prod', '-prod', 'prod-', 'pr--od', 'pr_od', 'pr.od', 'prod\n', ' prod', 'a'.repeat(33), 7],
    allowed: 'a name of 2 to 32 lower-case letters, digits and single hyphens',
  });

  // Letters of another script that a reader takes for ours.
  describeLeaf({ path: `${workload}.name`, refuses: ['pоrtal', 'ｐortal'], allowed: 'a name of 2 to 32' });

  // Every object has a member of that name, so that CDK finds a child where there is none.
  describeLeaf({ path: `${workload}.consumers[1].name`, refuses: ['constructor'], allowed: 'a name of 2 to 32' });

  describeLeaf({
    path: `${workload}.secrets[1].name`,
    accepts: ['provider', 'pay-12345', 'pay-1234567'],
    refuses: ['pay-123456', 'session-tokens'],
    allowed: 'a name that does not end in a hyphen and six characters',
  });

  describeLeaf({
    path: `${workload}.secrets[3].userName`,
    accepts: ['portal_app', 'Abcdefgh', 'a'.repeat(32), 'administrator'],
    refuses: [
      'portal7',
      'a'.repeat(33),
      '1portal_app',
      'portal app',
      'admin',
      'root',
      'user',
      'test',
      'dev',
      'MinioAdmin',
    ],
    allowed: 'none of admin, root, user, test, dev, minioadmin',
  });
});

describe('accounts, Regions and principals', () => {
  describeLeaf({
    path: `${environment}.account`,
    accepts: ['111122223333'],
    refuses: [111122223333, '11112222333', '1111222233334', '111122223333\n', '１１１１２２２２３３３３', undefined],
    allowed: 'a string of 12 digits, in quotation marks',
  });

  describeLeaf({
    path: `${environment}.region`,
    accepts: ['eu-central-1', 'ap-east-1', 'me-central-1', 'cn-north-1', 'us-gov-west-1'],
    refuses: ['eu-central', 'EU-CENTRAL-1', 'eu-central-1 ', 'frankfurt', '', 1, undefined],
    allowed: 'an AWS Region code that aws-cdk-lib knows, such as eu-central-1, ap-east-1 or cn-north-1',
  });

  describeLeaf({
    path: `${environment}.breakGlassRoleArn`,
    accepts: [undefined, 'arn:aws:iam::111122223333:role/path/to/break-glass'],
    refuses: [
      'arn:aws:iam::111122223333:root',
      'arn:aws:iam::111122223333:role/*',
      'arn:aws:iam::111122223333:user/mary',
      'arn:aws:iam::111122223333:role/',
      'arn:aws:iam::111122223333:role//x',
      'arn:aws:iam::111122223333:role/x/',
    ],
    allowed: 'the ARN of exactly one IAM role, without wildcard',
  });

  describeLeaf({
    path: `${workload}.consumers[1].trustedPrincipalArns[0]`,
    accepts: ['arn:aws:iam::444455556666:user/mary', 'arn:aws:iam::444455556666:role/path/collector'],
    refuses: [
      '*',
      '444455556666',
      'arn:aws:iam::444455556666:root',
      'arn:aws:iam::444455556666:role/reader-?',
      'arn:aws:iam::*:role/reader',
      'arn:aws:sts::444455556666:assumed-role/reader/session',
      'arn:aws:iam::444455556666:role/reader\n',
      `arn:aws:iam::444455556666:role/${'reader'.repeat(11)}`,
    ],
    allowed: 'the ARN of exactly one IAM role or user (no account root, wildcard or session)',
  });
});

describe('people', () => {
  describeLeaf({
    path: `${environment}.owner`,
    accepts: ['portal-team', 'Records Team', 'team@example.com', 'org/team:lead'],
    // IAM refuses a comma, and AWS keeps `aws:` for itself, in the value of a tag.
    refuses: ['x', 'Mary, Paul', 'aws:team', 'AWS:team', 'team\nother', ' team', 'team ', 'tеam', 'a'.repeat(101)],
    allowed: 'the team or person who answers for it',
  });

  describeLeaf({
    path: `${environment}.alertRecipients[0]`,
    accepts: ['a.b+c@sub.example.co.uk'],
    refuses: [
      'security',
      'a@b',
      'a b@example.com',
      'a@example.com,b',
      'a@-example.com',
      'a@example..com',
      'a@example.com\n',
      'security@exаmple.com',
    ],
    allowed: 'an e-mail address such as security@example.com',
  });

  describeLeaf({
    path: `${workload}.consumers[2].reason`,
    accepts: ['one two three four x', `one two three ${'a'.repeat(386)}`],
    refuses: [
      'because',
      'one two three four ',
      'TODOTODOTODOTODOTODO',
      `one two three ${'a'.repeat(387)}`,
      'one two three four\nfive six',
      // Turns the direction of what follows: a reviewer reads another text than stands there.
      'Allowed for a week only \u202Eyadot',
    ],
    allowed: 'a sentence of 20 to 400 characters and at least four words that a reviewer can judge',
    hidden: true,
  });
});

describe('prefixes', () => {
  describeLeaf({
    path: `${workload}.files.prefixes[0]`,
    accepts: ["a/b.c/(d)'!_-/", 'v1.0/', '..a/', '...//'.slice(0, 4), `${'a'.repeat(200)}/`],
    refuses: [
      'documents',
      '/documents/',
      '/',
      '',
      'documents/*/',
      'documents/?/',
      ['documents/$', '{aws:username}/'].join(''),
      '../',
      './',
      'documents/../',
      'documents/./',
      'documents//',
      'documents/\n',
      'dоcuments/',
    ],
    allowed: "a key prefix such as attachments/: it ends with '/'",
  });

  // A long text is counted, not repeated.
  describeLeaf({
    path: `${workload}.files.prefixes[0]`,
    refuses: [`${'a'.repeat(201)}/`],
    allowed: 'a key prefix such as attachments/',
    hidden: true,
  });
});

describe('address ranges', () => {
  const path = `${workload}.consumers[1].sourceAddresses[0]`;

  describeLeaf({
    path,
    accepts: ['198.51.100.0/24', '198.51.100.7/32', '2001:db8::/32', '2001:db8::1/128'],
    refuses: ['198.51.100.7', '198.51.100.0/33', '198.51.100.0/24 ', '198.51.100.0/24\n', '2001:db8::/129', 0],
    allowed: 'an address range in CIDR form such as 198.51.100.0/24',
  });

  describeLeaf({
    path,
    accepts: ['8.0.0.0/8'],
    refuses: ['0.0.0.0/0', '0.0.0.0/7', '::/0', '2000::/8', '2001:db8::/31'],
    allowed: 'a range of at most /8 (IPv6: /32): a wider one is no restriction',
  });

  describeLeaf({
    path,
    accepts: ['172.32.0.0/16', '100.128.0.0/16', '11.0.0.0/8'],
    refuses: ['10.0.0.0/8', '192.168.1.0/24', '172.16.0.0/12', '127.0.0.1/32', '100.64.0.0/10', 'fd00::/64'],
    allowed: 'public addresses: AWS sees no private ones, so nobody would be let in',
  });

  describeLeaf({
    path,
    accepts: ['198.51.100.4/30', '2001:db8:0:1::/64'],
    refuses: ['198.51.100.7/24', '198.51.100.2/30', '2001:db8::1/64', '2001:db8:0:1::/48'],
    allowed: 'the first address of its range',
  });

  describeLeaf({
    path,
    refuses: ['::ffff:198.51.100.0/120'],
    allowed: 'an address range in the notation of one version',
  });
});

describe('plain values', () => {
  const path = `${workload}.settings.origins`;

  describeLeaf({
    path,
    accepts: ['text', 'two words', 1, -0.5, true, ['a', 'b'], 'x y '.repeat(1024)],
    refuses: [{ nested: true }, null, () => 'text', [1]],
    allowed: 'a plain value that is not secret: text, a number, true, false, or a list of texts',
  });

  describeLeaf({ path, refuses: ['x y '.repeat(1025)], allowed: 'text of at most 4,096 characters', hidden: true });

  describeLeaf({ path, refuses: [''], allowed: 'text that is not empty', hidden: true });

  describeLeaf({ path, refuses: [[]], allowed: 'a list that is not empty' });

  // CloudFormation would put the secret's value into the parameter, readable for everybody.
  describeLeaf({
    path,
    refuses: ['{{resolve:secretsmanager:portal/prod/database}}', 'a {{ssm:other}}', token],
    allowed: "text without '{{' and '${Token[': a reference to a secret is resolved into the open",
    hidden: true,
  });

  describeLeaf({
    path: `${workload}.secrets[4].issuer`,
    accepts: ['https://portal.example.com/', 'portal'],
    refuses: ['my portal', '', '{{resolve:ssm:x}}', token],
    allowed: 'the issuer of the tokens: a name or address without spaces',
  });
});

describe('days', () => {
  describeLeaf({
    path: `${environment}.deviations`,
    accepts: [[]],
    refuses: ['none', {}, null],
    allowed: 'a list of deviations',
  });
});
