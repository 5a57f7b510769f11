import { z } from 'zod';

import {
  distinct,
  listOf,
  name,
  objectPrefix,
  oneOf,
  principalArn,
  sentence,
  sourceAddress,
  switchedOn,
  text,
  wholeNumber,
} from './leaves';

export const everything = '*';

const namesOrEverything = z.union([z.literal(everything), distinct(listOf(name, "names, or '*' for all", 1))], {
  error: `'*' for all of them, or a list of at least one name`,
});

/** What a principal may do with the objects below a prefix. `delete` adds a delete marker; no verb removes a version. */
export const fileVerbs = ['list', 'read', 'write', 'delete'] as const;

const fileAccess = z.strictObject({
  /** A declared prefix of the vault, or `*` for the whole vault. */
  prefix: z.union([z.literal(everything), objectPrefix], {
    error: `a declared prefix that ends with '/', or '*' for the whole vault`,
  }),
  verbs: distinct(listOf(oneOf(fileVerbs), 'list, read, write and delete', 1, 4)),
});

const access = z
  .strictObject({
    files: listOf(fileAccess, 'prefixes with verbs').default([]),
    /** Names of secrets of this workload whose value may be read, or `*` for all below its prefix. */
    secrets: namesOrEverything.optional(),
    /** May read the plain settings of this workload in Parameter Store. */
    settings: switchedOn.default(false),
    /** Names of customers whose role may be assumed, or `*` for all. */
    customers: namesOrEverything.optional(),
  })
  .prefault({});

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html */
const externalId = text(
  /^[\w+=,.@:/-]{2,1224}$/,
  'an external id of letters, digits and + = , . @ : / _ - (print one with: npm run external-id)',
);

/** Two only during a rotation of the id: the old one stays valid until the other side has moved. */
export const externalIds = listOf(externalId, 'external ids', 1, 2);

const common = { name, access };

const ec2Role = z.strictObject({ ...common, kind: z.literal('ec2-role') });
const ecsRole = z.strictObject({ ...common, kind: z.literal('ecs-role') });
const lambdaRole = z.strictObject({ ...common, kind: z.literal('lambda-role') });

/** A role in this account for a principal of another account. */
const crossAccountRole = z.strictObject({
  ...common,
  kind: z.literal('cross-account-role'),
  trustedPrincipalArns: distinct(listOf(principalArn, 'principals', 1, 10)),
  externalIds,
  /** Longest session, in minutes. IAM lets no role have less than an hour, and no condition bounds what a caller asks for. */
  sessionMinutes: wholeNumber(60, 720, 'minutes').default(60),
  requireMfa: switchedOn.default(false),
  /** Where the role may be assumed from; empty: from anywhere. */
  sourceAddresses: distinct(listOf(sourceAddress, 'address ranges', 0, 50)).default([]),
});

/** Long-lived keys: only where no role can be had, and said so. */
const iamUser = z.strictObject({
  ...common,
  kind: z.literal('iam-user'),
  /** Why no role can be used. */
  reason: sentence,
  /** Where the key may be used from; empty: from anywhere. */
  sourceAddresses: distinct(listOf(sourceAddress, 'address ranges', 0, 50)).default([]),
});

const consumer = z.discriminatedUnion('kind', [ec2Role, ecsRole, lambdaRole, crossAccountRole, iamUser], {
  error: 'a consumer of kind ec2-role, ecs-role, lambda-role, cross-account-role or iam-user',
});

/** Each is named several times in the key's policy, which has 32 kB. */
export const consumers = listOf(consumer, 'consumers', 0, 40);

export type FileVerb = (typeof fileVerbs)[number];
export type Consumer = z.output<typeof consumer>;
export type CrossAccountConsumer = Extract<Consumer, { kind: 'cross-account-role' }>;
export type UserConsumer = Extract<Consumer, { kind: 'iam-user' }>;
