import { arnName } from './arn-name';
import type { Comparison } from './comparison';

/** `short` leaves out what only a machine needs; `long` holds every value as it is written. */
export type Form = 'short' | 'long';

type Say = (values: readonly string[], form: Form) => string;

/** How many values the short form tells before it counts. */
const TOLD = 3;

/** A value that could be taken for a part of the sentence stands in quotes. */
export function quoted(value: string): string {
  return /^[\w.:/*?@+=,$-]+$/.test(value) ? value : JSON.stringify(value);
}

export function listed(values: readonly string[], form: Form, name: (value: string) => string = quoted): string {
  const told = [...new Set(form === 'short' ? values.map(name) : values.map(quoted))];
  if (form === 'long' || told.length <= TOLD) return told.join(' or ');
  return `${told.slice(0, TOLD - 1).join(' or ')} or ${String(told.length - TOLD + 1)} more`;
}

/** The name of an ARN, unless it could be taken for a part of the sentence. */
export function shortArn(value: string): string {
  return quoted(value) === value ? arnName(value) : quoted(value);
}

/** A phrase that goes on: `from 198.51.100.0/24`. */
function before(preposition: string, after = ''): Say {
  return (values, form) => `${preposition} ${listed(values, form)}${after}`;
}

function ofArn(preposition: string): Say {
  return (values, form) => `${preposition} ${listed(values, form, shortArn)}`;
}

const services: Readonly<Record<string, string>> = {
  dynamodb: 'DynamoDB',
  ec2: 'EC2',
  lambda: 'Lambda',
  s3: 'S3',
  secretsmanager: 'Secrets Manager',
  sns: 'SNS',
  sqs: 'SQS',
  ssm: 'Systems Manager',
};

function throughService(values: readonly string[], form: Form): string {
  const name = (host: string) => services[host.split('.')[0] ?? ''] ?? quoted(host);
  const through = `through ${[...new Set(values.map(name))].join(' or ')}`;
  return form === 'short' ? through : `${through} (kms:ViaService ${listed(values, form)})`;
}

function withExternalId(values: readonly string[], form: Form): string {
  if (form === 'long') return `with the external id ${listed(values, form)}`;
  return values.length === 1
    ? 'with the agreed external id'
    : `with one of ${String(values.length)} agreed external ids`;
}

/** Keys with texts, in lower case: IAM does not tell a key's cases apart. */
const texts: Readonly<Record<string, Say>> = {
  'aws:principalaccount': before('as a principal of account'),
  'aws:principalarn': ofArn('as'),
  'aws:principalorgid': before('as a principal of organization'),
  'aws:requestedregion': before('in Region'),
  'aws:resourceaccount': before('on what belongs to account'),
  'aws:sourceaccount': before('on behalf of account'),
  'aws:sourcearn': ofArn('on behalf of'),
  'aws:sourceip': before('from'),
  'aws:sourcevpc': before('from VPC'),
  'aws:sourcevpce': before('through VPC endpoint'),
  'dynamodb:leadingkeys': before('on the rows of'),
  'events:source': before('for events with the source'),
  'iam:passedtoservice': before('for the service'),
  'iam:permissionsboundary': ofArn('on users and roles under the boundary'),
  'iam:policyarn': ofArn('with the policy'),
  'kms:encryptioncontext:aws:cloudtrail:arn': ofArn('for files of'),
  'kms:encryptioncontext:aws:logs:arn': ofArn('for the log group'),
  'kms:encryptioncontext:aws:s3:arn': ofArn('for files of'),
  'kms:encryptioncontext:aws:sns:topicarn': ofArn('for messages to the topic'),
  'kms:encryptioncontext:secretarn': ofArn('for the secret'),
  'kms:viaservice': throughService,
  's3:prefix': before('listing'),
  's3:resourceaccount': before('on what belongs to account'),
  's3:x-amz-acl': before('with the access list'),
  's3:x-amz-server-side-encryption': before('with encryption', ' named in the request'),
  's3:x-amz-server-side-encryption-aws-kms-key-id': (values, form) =>
    `with the key ${listed(values, form, (arn) => shortArn(arn).replace(/^key /, ''))} named in the request`,
  's3:x-amz-server-side-encryption-customer-algorithm': before("with a key of the caller's own for"),
  'sts:externalid': withExternalId,
};

/** What a flag says when it is true and when it is false. */
const flags: Readonly<Record<string, readonly [string, string]>> = {
  'aws:multifactorauthpresent': ['with MFA', 'without MFA'],
  'aws:principalisawsservice': ['as an AWS service itself', 'not as an AWS service itself'],
  'aws:securetransport': ['over TLS', 'without TLS'],
  'aws:viaawsservice': ['through an AWS service', 'not through an AWS service'],
};

/** What having or not having the key in a request means. */
const presences: Readonly<Record<string, readonly [string, string]>> = {
  's3:x-amz-server-side-encryption': [
    'with an encryption named in the request',
    'with no encryption named in the request',
  ],
  's3:x-amz-server-side-encryption-aws-kms-key-id': [
    'with a key named in the request',
    'with no key named in the request',
  ],
  's3:x-amz-server-side-encryption-customer-algorithm': [
    "with a key of the caller's own",
    "without a key of the caller's own",
  ],
  'kms:encryptioncontext:aws:cloudtrail:arn': ['for files of a trail', 'for no file of a trail'],
  'kms:encryptioncontext:aws:s3:arn': ['for some file', 'for no file at all'],
  'kms:encryptioncontext:secretarn': ['for some secret', 'for no secret at all'],
};

type Bound = Extract<Comparison['relation'], '<' | '<=' | '>' | '>='>;

const bounds: Readonly<Record<string, (bound: Bound, value: string, form: Form) => string>> = {
  's3:tlsversion': (bound, value) => `over TLS ${version(bound, quoted(value))}`,
  's3:signatureage': (bound, value, form) => `with a signature ${age(bound, duration(value, 'ms', form))}`,
  'aws:multifactorauthage': (bound, value, form) => `with MFA ${age(bound, duration(value, 's', form))}`,
  'aws:currenttime': (bound, value) => `${time(bound)} ${quoted(value)}`,
  'aws:tokenissuetime': (bound, value) => `with a session issued ${time(bound)} ${quoted(value)}`,
};

function version(bound: Bound, than: string): string {
  return { '<': `older than ${than}`, '<=': `${than} or older`, '>': `newer than ${than}`, '>=': `${than} or newer` }[
    bound
  ];
}

function age(bound: Bound, than: string): string {
  return {
    '<': `newer than ${than}`,
    '<=': `of ${than} at most`,
    '>': `older than ${than}`,
    '>=': `of ${than} at least`,
  }[bound];
}

function time(bound: Bound): string {
  return { '<': 'before', '<=': 'up to', '>': 'after', '>=': 'from' }[bound];
}

function duration(value: string, unit: 'ms' | 's', form: Form): string {
  const minutes = Number(value) / (unit === 'ms' ? 60_000 : 60);
  const written = `${quoted(value)} ${unit}`;
  if (!Number.isInteger(minutes) || value.trim() === '') return written;
  const told = minutes === 1 ? 'a minute' : `${String(minutes)} minutes`;
  return form === 'short' ? told : `${told} (${written})`;
}

/** What a key is called where it may be tagged or is chosen by people: `aws:PrincipalTag/team`. */
function ofFamily(key: string): Say | undefined {
  const [, family, rest = ''] =
    /^(aws:PrincipalTag\/|aws:ResourceTag\/|aws:RequestTag\/|kms:EncryptionContext:)(.+)$/i.exec(key) ?? [];
  const where = {
    'aws:principaltag/': 'tagged',
    'aws:resourcetag/': 'on what is tagged',
    'aws:requesttag/': 'with the tag',
    'kms:encryptioncontext:': 'with the encryption context',
  }[family?.toLowerCase() ?? ''];
  return where === undefined ? undefined : (values, form) => `${where} ${quoted(rest)} = ${listed(values, form)}`;
}

/** `is` and what follows the name of a key. */
const clauses: Readonly<Record<Exclude<Comparison['relation'], 'true' | 'sent'>, string>> = {
  equals: '',
  'equals ignoring case': 'in any case ',
  like: 'like ',
  within: 'within ',
  '<': 'less than ',
  '<=': 'at most ',
  '>': 'more than ',
  '>=': 'at least ',
};

/** The phrase of what is compared, when it holds; undefined where nobody has worded this key for this relation. */
function worded({ key, relation, values, quantifier }: Comparison, form: Form): string | undefined {
  const known = key.toLowerCase();
  switch (relation) {
    case 'equals':
    case 'like':
    case 'within': {
      // In an equation an asterisk is an asterisk; in a phrase it would be read as a pattern.
      if (relation === 'equals' && values.some((value) => /[*?]/.test(value))) return undefined;
      const say = texts[known] ?? ofFamily(key);
      return say === undefined || quantifier === 'some' ? undefined : say(values, form);
    }
    case '<':
    case '<=':
    case '>':
    case '>=':
      return values.length === 1 && quantifier === 'one' ? bounds[known]?.(relation, values[0] ?? '', form) : undefined;
    default:
      return undefined;
  }
}

const inverse: Readonly<Partial<Record<Comparison['relation'], Bound>>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

/** Keys that AWS puts into every request. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const alwaysSent = new Set(['aws:currenttime', 'aws:epochtime', 'aws:securetransport', 'aws:viaawsservice']);

/** A comparison as an adverb: `from 198.51.100.0/24`, `not as web`, `where s3:max-keys is at most 10`. */
export function phraseOf(comparison: Comparison, form: Form): string {
  const { key, relation, values, holds, quantifier } = comparison;
  const known = key.toLowerCase();
  const whenAbsent = alwaysSent.has(known) ? !holds : comparison.whenAbsent;
  const name = quoted(key);
  if (relation === 'sent') {
    return presences[known]?.[holds ? 0 : 1] ?? `where ${name} is ${holds ? 'sent' : 'not sent'}`;
  }
  if (relation === 'true') {
    const phrase = quantifier === 'one' ? flags[known]?.[holds ? 0 : 1] : undefined;
    const subject = quantifier === 'one' ? name : `${quantifier} ${name}`;
    return absence(phrase ?? `where ${subject} is ${holds ? 'true' : 'not true'}`, { holds, whenAbsent, key });
  }

  const turned = inverse[relation];
  if (turned !== undefined && !holds && !whenAbsent && values.length === 1) {
    const phrase = worded({ ...comparison, relation: turned, holds: true }, form);
    if (phrase !== undefined) return phrase;
  }
  const phrase = worded(comparison, form);
  if (phrase !== undefined && quantifier === 'one')
    return absence(holds ? phrase : `not ${phrase}`, { holds, whenAbsent, key });
  if (phrase !== undefined && holds && !whenAbsent) return `${phrase} alone`;

  const subject = quantifier === 'one' ? name : `${quantifier} ${name}`;
  const text = `where ${subject} is ${holds ? '' : 'not '}${clauses[relation]}${listed(values, form)}`;
  if (quantifier === 'one') return absence(text, { holds, whenAbsent, key });
  if (quantifier === 'every') return `${text} ${whenAbsent ? 'or there is none' : 'and there is one'}`;
  return whenAbsent ? `${text} or there is none` : text;
}

/** Says so where a request without the key is treated otherwise than the phrase lets expect. */
function absence(phrase: string, { holds, whenAbsent, key }: Pick<Comparison, 'holds' | 'whenAbsent' | 'key'>): string {
  if (holds === !whenAbsent) return phrase;
  const [sent, notSent] = presences[key.toLowerCase()] ?? [`with ${quoted(key)} sent`, `with no ${quoted(key)} sent`];
  return holds ? `${phrase} or ${notSent}` : `${phrase} but ${sent}`;
}
