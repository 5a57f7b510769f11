import { environment, workload } from '../../support/configurations';
import { withProperties, withStatement } from '../../support/edited-templates';
import { listOf, type Statement } from '../../../tools/access/template';
import type { Mistake } from './mistake';

/** Mistakes of what guards files. */

function allowing(...more: readonly string[]) {
  return (statement: Statement): Statement => ({ ...statement, Action: [...listOf(statement.Action), ...more] });
}

function withoutOperator(operator: string) {
  return (statement: Statement): Statement => {
    const { [operator]: _gone, ...rest } = statement.Condition ?? {};
    return { ...statement, Condition: rest };
  };
}

const uploadRule = 'takes an upload with no encryption header, and stores it under our key';

export const brokenDefault: Mistake = {
  said: 'a denial of unencrypted uploads that breaks default encryption, access logs or CloudTrail',
  cases: [
    {
      made: 'an upload must name its encryption',
      edit: (stacks) => withStatement(stacks, 'DenyOtherEncryption', withoutOperator('Null')),
      rule: uploadRule,
    },
    {
      made: 'an upload must name its key',
      edit: (stacks) => withStatement(stacks, 'DenyOtherKeys', withoutOperator('Null')),
      rule: uploadRule,
    },
    {
      made: 'the negated operator with IfExists, which denies a request without the header',
      edit: (stacks) =>
        withStatement(stacks, 'DenyOtherEncryption', (statement) => ({
          ...statement,
          Condition: { StringNotEqualsIfExists: statement.Condition?.StringNotEquals ?? {} },
        })),
      rule: uploadRule,
    },
  ],
};

const lockRule = 'can neither touch versions and locks nor change the bucket';

export const wideGrant: Mistake = {
  said: '`grantReadWrite` on a locked bucket: the application sets retention and holds, and deletes versions',
  cases: [
    {
      made: 'what the grant of the CDK allows on objects',
      edit: (stacks) =>
        withStatement(
          stacks,
          'WriteFiles',
          allowing('s3:DeleteObject*', 's3:PutObjectLegalHold', 's3:PutObjectRetention', 's3:PutObjectTagging'),
        ),
      rule: 'allows no action by a wildcard',
    },
    {
      made: 'the same, without wildcards, and a boundary that lets it through',
      edit: (stacks) =>
        ['WriteFiles', 'AtMostFiles'].reduce(
          (made, sid) =>
            withStatement(
              made,
              sid,
              allowing('s3:DeleteObjectVersion', 's3:PutObjectLegalHold', 's3:PutObjectRetention'),
            ),
          stacks,
        ),
      rule: lockRule,
    },
  ],
};

export const impossibleActions: Mistake = {
  said: '`s3:HeadObject` and `s3:ListObjects`, which do not exist; ListBucket on `/*`; the ARN of a secret without its ending',
  cases: [
    {
      made: 's3:HeadObject',
      edit: (stacks) => withStatement(stacks, 'ReadFiles', allowing('s3:HeadObject')),
      rule: 'names no action that AWS does not have',
    },
    {
      made: 's3:ListObjects',
      edit: (stacks) => withStatement(stacks, 'ListFiles', allowing('s3:ListObjects')),
      rule: 'names no action that AWS does not have',
    },
    {
      made: 's3:ListBucket on the objects',
      edit: (stacks) =>
        withStatement(stacks, 'ListFiles', (statement) => ({
          ...statement,
          Resource: 'arn:aws:s3:::portal-prod-333344445555-eu-central-1/*',
        })),
      rule: 'may do each declared verb below its prefix, and no other verb there',
    },
    {
      made: 'a secret by its name',
      edit: (stacks) =>
        withStatement(
          stacks,
          'ReadSecrets',
          (statement) => JSON.parse(JSON.stringify(statement).replaceAll('-??????', '')) as Statement,
        ),
      rule: 'may read each declared secret, and no other of its workload',
    },
  ],
};

export const sameEverywhere: Mistake = {
  said: 'one lock, retention and names for every environment; autoDeleteObjects on a locked bucket',
  cases: [
    {
      made: 'a bucket that is emptied when its stack is removed, and is locked',
      changes: { [`${environment}.tier`]: 'development', [`${workload}.files.onRemoval`]: 'destroy' },
      path: `${workload}.files.onRemoval`,
      allowed: 'retain',
    },
    {
      made: 'files that go with their stack in production',
      changes: { [`${workload}.files.onRemoval`]: 'destroy', [`${workload}.files.objectLock`]: undefined },
      path: `${workload}.files.onRemoval`,
      allowed: 'removing a stack must not remove files',
    },
    {
      made: 'the lock of development in production',
      edit: (stacks) =>
        withProperties(
          stacks,
          'AWS::S3::Bucket',
          (properties) => ({
            ...properties,
            ObjectLockConfiguration: {
              ObjectLockEnabled: 'Enabled',
              Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } },
            },
          }),
          ({ ObjectLockEnabled }) => ObjectLockEnabled === true,
        ),
      rule: 'locks each new version as declared',
    },
    {
      made: 'the name of development in production',
      edit: (stacks) =>
        withProperties(
          stacks,
          'AWS::S3::Bucket',
          (properties) => ({ ...properties, BucketName: String(properties.BucketName).replace('-prod-', '-dev-') }),
          ({ BucketName }) => String(BucketName).startsWith('portal-'),
        ),
      rule: 'has exactly the buckets that are declared',
    },
  ],
};
