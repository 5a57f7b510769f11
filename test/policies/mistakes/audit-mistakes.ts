import { environment } from '../../support/configurations';
import { withProperties, withoutResources, withResource, withStatement } from '../../support/edited-templates';
import type { Mistake } from './mistake';

/** Mistakes of the trail, its bucket and its logs. */

const trail = 'AWS::CloudTrail::Trail';

interface Selector {
  readonly FieldSelectors: readonly { readonly Field: string; readonly StartsWith?: readonly string[] }[];
}

function withSelectors(change: (selectors: readonly Selector[]) => readonly Selector[]) {
  return (stacks: Parameters<typeof withProperties>[0]) =>
    withProperties(stacks, trail, (properties) => ({
      ...properties,
      AdvancedEventSelectors: change(properties.AdvancedEventSelectors as readonly Selector[]),
    }));
}

const isLogs = ({ BucketName }: Readonly<Record<string, unknown>>) => String(BucketName).startsWith('strongroom-logs');

export const wholeAccount: Mistake = {
  said: 'data events for all buckets, the log bucket among them: a loop and its bill',
  cases: [
    {
      made: 'objects of every bucket',
      edit: withSelectors((selectors) =>
        selectors.map(({ FieldSelectors, ...rest }) => ({
          ...rest,
          FieldSelectors: FieldSelectors.filter(({ Field }) => Field !== 'resources.ARN'),
        })),
      ),
      rule: 'records the objects of every vault, by the ARN of its bucket with the slash that ends it',
    },
    {
      made: 'objects of the log bucket too',
      edit: withSelectors((selectors) =>
        selectors.map(({ FieldSelectors, ...rest }) => ({
          ...rest,
          FieldSelectors: FieldSelectors.map((selector) =>
            selector.StartsWith === undefined
              ? selector
              : {
                  ...selector,
                  StartsWith: [...selector.StartsWith, 'arn:aws:s3:::strongroom-logs-prod-333344445555-eu-central-1/'],
                },
          ),
        })),
      ),
      rule: 'records no bucket that receives logs, which would feed on itself',
    },
  ],
};

export const secondTrail: Mistake = {
  said: 'a second trail beside that of an organization, which is paid for twice',
  cases: [
    {
      made: 'a trail where another one records the account',
      environment: 'guest',
      edit: (stacks) =>
        withResource(stacks, 'first', 'SecondTrail', {
          Type: trail,
          Properties: { TrailName: 'second', IsLogging: true, S3BucketName: 'elsewhere' },
        }),
      rule: 'makes no trail where another one records the account',
    },
    {
      made: 'two trails of our own',
      edit: (stacks) =>
        withResource(stacks, 'first', 'SecondTrail', {
          Type: trail,
          Properties: { TrailName: 'second', IsLogging: true, S3BucketName: 'elsewhere' },
        }),
      rule: 'makes as many trails, roles, users and groups as are declared, and not one more',
    },
  ],
};

export const lockedLogs: Mistake = {
  said: 'Object Lock or KMS on the access-log bucket, and a trail key without encryption context',
  cases: [
    {
      made: 'a lock on the log bucket, which then takes no logs',
      edit: (stacks) =>
        withProperties(
          stacks,
          'AWS::S3::Bucket',
          (properties) => ({
            ...properties,
            ObjectLockEnabled: true,
            ObjectLockConfiguration: {
              ObjectLockEnabled: 'Enabled',
              Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 30 } },
            },
          }),
          isLogs,
        ),
      rule: 'is encrypted by S3 itself, without lock and without a log of its own, as S3 demands of a target of access logs',
    },
    {
      made: 'KMS on the log bucket',
      edit: (stacks) =>
        withProperties(
          stacks,
          'AWS::S3::Bucket',
          (properties) => ({
            ...properties,
            BucketEncryption: {
              ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
            },
          }),
          isLogs,
        ),
      rule: 'is encrypted by S3 itself, without lock and without a log of its own, as S3 demands of a target of access logs',
    },
    {
      made: 'the trail uses its key for whatever encryption context',
      edit: (stacks) =>
        withStatement(stacks, 'EncryptTrail', (statement) => ({
          ...statement,
          Condition: { StringEquals: statement.Condition?.StringEquals ?? {} },
        })),
      rule: 'lets our trail use the audit key, and no other trail',
    },
  ],
};

export const accessLists: Mistake = {
  said: 'logs delivered by an access list (log-delivery-write), which new buckets refuse',
  cases: [
    {
      made: 'the access list of log delivery',
      edit: (stacks) =>
        withProperties(
          stacks,
          'AWS::S3::Bucket',
          (properties) => ({ ...properties, AccessControl: 'LogDeliveryWrite' }),
          isLogs,
        ),
      rule: 'makes no kind of resource, and gives none a property, that nobody has judged',
    },
    {
      made: 'objects belong to whoever writes them',
      edit: (stacks) =>
        withProperties(
          stacks,
          'AWS::S3::Bucket',
          (properties) => ({ ...properties, OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } }),
          isLogs,
        ),
      rule: 'knows no ACLs: whatever lies in it belongs to its owner',
    },
    {
      made: 'no grant to the service that delivers',
      edit: (stacks) => withStatement(stacks, 'DeliverAccessLogs', () => undefined),
      rule: 'takes access logs of each of our buckets, and of no other',
    },
  ],
};

export const blindTrail: Mistake = {
  said: 'a trail of writes only, which misses AssumeRole, GetSecretValue and reads; rules for IAM outside us-east-1',
  cases: [
    {
      made: 'management events without reads',
      edit: withSelectors(([first, ...rest]) => [
        {
          ...first,
          FieldSelectors: [...(first?.FieldSelectors ?? []), { Field: 'readOnly', Equals: ['false'] } as never],
        },
        ...rest,
      ]),
      rule: 'records every management event, reads among them',
    },
    {
      made: 'reads of files are not recorded in production',
      changes: { [`${environment}.audit.trail.dataEvents`]: 'writes' },
      path: `${environment}.audit.trail.dataEvents`,
      allowed: 'reads of files must be recorded',
    },
    {
      made: 'events of IAM are awaited at home, where they do not arrive',
      edit: (stacks) =>
        withoutResources(stacks, 'AWS::Events::Rule', ({ Name }) => String(Name).endsWith('forward-iam')),
      rule: 'hands home, and nowhere else, what is recorded in another Region, by the patterns that take each event once',
    },
  ],
};
