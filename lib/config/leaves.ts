import { RegionInfo } from 'aws-cdk-lib/region-info';
import { z } from 'zod';

import { isNarrowRange, isPublicRange, isWholeRange } from './address-range';

/**
 * The smallest parts of the configuration. Each says in its error what is allowed, in words that complete "allowed: …";
 * the finding adds where it stands and what was found.
 */

/** A whole number within a closed range. */
export function wholeNumber(minimum: number, maximum: number, unit: string) {
  const allowed = `whole ${unit} from ${minimum.toLocaleString('en')} to ${maximum.toLocaleString('en')}`;
  return z.number({ error: allowed }).int({ error: allowed }).min(minimum, { error: allowed }).max(maximum, {
    error: allowed,
  });
}

export function text(pattern: RegExp, allowed: string) {
  return z.string({ error: allowed }).regex(pattern, { error: allowed });
}

export function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: `one of ${values.join(', ')}` });
}

export function listOf<Item extends z.ZodType>(item: Item, what: string, minimum = 0, maximum = 1000) {
  const allowed =
    minimum === 0
      ? `a list of ${what}, at most ${maximum.toLocaleString('en')}`
      : `a list of ${what}, ${String(minimum)} to ${maximum.toLocaleString('en')} of them`;
  return z.array(item, { error: allowed }).min(minimum, { error: allowed }).max(maximum, { error: allowed });
}

/** A list in which no text stands twice; letters of either case count as the same. */
export function distinct<List extends z.ZodType<readonly unknown[]>>(list: List): List {
  return list.check(({ value, issues }) => {
    const seen = new Set<unknown>();
    value.forEach((item, index) => {
      const key = typeof item === 'string' ? item.toLowerCase() : item;
      if (seen.has(key)) {
        issues.push({
          code: 'custom',
          path: [index],
          message: 'each entry of this list once',
          input: value,
          continue: true,
        });
      }
      seen.add(key);
    });
  });
}

export const switchedOn = z.boolean({ error: 'true or false' });

/** Names of every object's own members, such as `constructor`: the tree of constructs cannot hold a child of that name. */
function isObjectMember(value: string): boolean {
  return value in Object.prototype;
}

/** A name that becomes part of bucket, role and stack names, so it keeps to the narrowest of their alphabets. */
export const name = text(
  /^(?!.*--)(?!constructor$)[a-z][a-z0-9-]{0,30}[a-z0-9]$/,
  'a name of 2 to 32 lower-case letters, digits and single hyphens that starts with a letter and ends with a letter or digit',
);

/** Without control and direction characters, which can make a reviewer see another text than stands there. */
export const sentence = text(
  /^(?=.{20,400}$)(?=(?:\S+ +){3})[^\s\p{C}](?:[^\p{C}]*[^\s\p{C}])?$/u,
  'a sentence of 20 to 400 characters and at least four words that a reviewer can judge',
);

/** The alphabet of tag values. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
export const owner = text(
  /^(?!aws:)[A-Za-z0-9][A-Za-z0-9 .:@/_+-]{0,98}[A-Za-z0-9.@/_+-]$/i,
  'the team or person who answers for it: 2 to 100 letters, digits, spaces and . : @ / _ + -, not starting with aws:',
);

export const accountId = text(/^\d{12}$/, 'a string of 12 digits, in quotation marks');

const regionNames = RegionInfo.regions.map((region) => region.name);

const regionAllowed = 'an AWS Region code that aws-cdk-lib knows, such as eu-central-1, ap-east-1 or cn-north-1';

export const region = z
  .string({ error: regionAllowed })
  .refine((value) => regionNames.includes(value), { error: regionAllowed });

export const emailAddress = text(
  /^(?=.{6,254}$)[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i,
  'an e-mail address such as security@example.com',
);

/** No fragment, which each message adds itself, no query, and no character that the template of a message would read. */
export const runbookUrl = text(
  /^https:\/\/(?=.{4,200}$)[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:\/[A-Za-z0-9._~%@+=-]*)*$/,
  'the https address of a page, without query and fragment, at most 200 characters after https://',
);

/** A segment `.` or `..` is a plain name to S3, but a way upwards to the programs that copy files from it. */
export const objectPrefix = text(
  /^(?!\/)(?!.*\/\/)(?!(?:.*\/)?\.{1,2}\/)[A-Za-z0-9!_.'()/-]{1,200}\/$/,
  "a key prefix such as attachments/: it ends with '/', does not start with '/' and has no wildcard and no '..'",
);

const principalName = String.raw`(?:[A-Za-z0-9+=,.@_-]+\/)*[A-Za-z0-9+=,.@_-]{1,64}`;

/** Exactly one role or user: never an account root (everyone in that account), never a wildcard, never a session. */
export const principalArn = text(
  new RegExp(String.raw`^arn:aws(?:-[a-z]+)*:iam::\d{12}:(?:role|user)\/(?=.{1,512}$)${principalName}$`),
  'the ARN of exactly one IAM role or user (no account root, wildcard or session)',
);

export const roleArn = text(
  new RegExp(String.raw`^arn:aws(?:-[a-z]+)*:iam::\d{12}:role\/(?=.{1,512}$)${principalName}$`),
  'the ARN of exactly one IAM role, without wildcard',
);

export const sourceAddress = z
  .union([z.cidrv4(), z.cidrv6()], { error: 'an address range in CIDR form such as 198.51.100.0/24' })
  .refine((value) => !(value.includes(':') && value.includes('.')), {
    error: 'an address range in the notation of one version, IPv4 or IPv6',
    abort: true,
  })
  .refine(isNarrowRange, { error: 'a range of at most /8 (IPv6: /32): a wider one is no restriction', abort: true })
  .refine(isPublicRange, {
    error: 'public addresses: AWS sees no private ones, so nobody would be let in',
    abort: true,
  })
  .refine(isWholeRange, { error: 'the first address of its range, such as 198.51.100.0/24, or one address with /32' });

/** A calendar day in UTC. */
export const day = z.iso.date({ error: 'a date as YYYY-MM-DD' });

/** The retentions that CloudWatch Logs accepts, from one month up. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const logRetentions = [
  30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

export const logRetentionDays = z.literal([...logRetentions], {
  error: `a retention that CloudWatch Logs knows, in days: ${logRetentions.join(', ')}`,
});

const fieldName = text(
  /^[A-Za-z_][A-Za-z0-9_]{0,63}$/,
  'a field name of 1 to 64 letters, digits and underscores that does not start with a digit',
).refine((value) => !isObjectMember(value), { error: 'a field name that is no part of every object' });

/**
 * CloudFormation replaces `{{resolve:…}}` by the value of a secret wherever it stands, and CDK takes `${Token[…]}` for
 * a reference: neither is a plain value.
 */
const plainText = z
  .string({ error: 'text' })
  .max(4096, { error: 'text of at most 4,096 characters' })
  .refine((value) => !value.includes('{{') && !value.includes('${Token['), {
    error: "text without '{{' and '${Token[': a reference to a secret is resolved into the open",
  });

const plainAllowed = 'a plain value that is not secret: text, a number, true, false, or a list of texts';

export const plainValue = z.union([plainText, z.number(), z.boolean(), z.array(plainText)], { error: plainAllowed });

/** What the function that rotates an access key takes beside it. */
export const plainScalar = z.union([plainText, z.number(), z.boolean()], {
  error: 'a plain value that is not secret: text, a number, true or false',
});

/** Parameter Store holds no empty value. */
const settingText = plainText.min(1, { error: 'text that is not empty' });

export const settingValue = z.union(
  [settingText, z.number(), z.boolean(), z.array(settingText).min(1, { error: 'a list that is not empty' })],
  { error: plainAllowed },
);

export function fields<Value extends z.ZodType>(value: Value) {
  return z.record(fieldName, value, { error: 'an object of named fields' });
}

export const settingName = text(
  /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/,
  'a setting name of 1 to 64 letters, digits and _ . - that starts with a letter',
).refine((value) => !isObjectMember(value), { error: 'a setting name that is no part of every object' });
