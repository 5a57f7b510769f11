import { Aws } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

import { consumerArn, type Place } from '../config/names';
import type { Customer, Workload } from '../config/parameters';
import { keyActions, objectActions } from './consumer-statements';
import { declaredAccess } from './declared-access';
import { crossAccountTrust } from './trust';

/**
 * The customer's side of a trust: what a role in the customer's account needs, written for a template that knows bucket,
 * prefix and key only when it is deployed there.
 */

/** Longest session of the service in a customer's account, in minutes. */
const sessionMinutes = 60;

export const maximumCustomerSessionSeconds = sessionMinutes * 60;

/** Where the customer keeps what the service may use, as parameters of the template. */
export interface SharedFiles {
  readonly bucketArn: string;
  /** Ends in a slash. */
  readonly prefix: string;
}

/** ARNs of the consumers that may assume the role of a customer, in declared order. */
export function customerPrincipals(place: Place, workload: Workload, customer: Customer): string[] {
  return workload.consumers
    .filter((consumer) =>
      declaredAccess(consumer, workload).some(
        (row) => row.verb === 'assume-role' && row.customer.name === customer.name,
      ),
    )
    .map((consumer) => consumerArn(place, workload.name, consumer));
}

/** An ARN in the partition of whoever deploys the template: roles trust nobody of another one. */
function inOwnPartition(arn: string): string {
  return ['arn', Aws.PARTITION, ...arn.split(':').slice(2)].join(':');
}

/** Trust for exactly the service's consumers, each time with one of this customer's external ids. */
export function customerTrust(principalArns: readonly string[], customer: Customer): PolicyStatement {
  return crossAccountTrust({
    trustedPrincipalArns: principalArns.map(inOwnPartition),
    externalIds: customer.externalIds,
    requireMfa: false,
    sourceAddresses: [],
  });
}

/** List, get and put below the prefix. No delete: what the service stored, the customer removes. */
export function customerAccess({ bucketArn, prefix }: SharedFiles): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'ListFiles',
      actions: ['s3:ListBucket'],
      resources: [bucketArn],
      conditions: { StringLike: { 's3:prefix': `${prefix}*` } },
    }),
    new PolicyStatement({
      sid: 'ReadAndWriteFiles',
      actions: [...objectActions.read, ...objectActions.write],
      resources: [`${bucketArn}/${prefix}*`],
    }),
  ];
}

/**
 * Use of the bucket's key, if it has one of its own: through S3 only, and for this bucket only.
 *
 * Both spellings of the service's name, because AWS prints that of the China Regions with and without its ending.
 */
export function customerKeyUse(keyArn: string, bucketArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'UseKeyForFiles',
    actions: [...keyActions.write],
    resources: [keyArn],
    conditions: {
      StringLike: {
        'kms:ViaService': ['s3.*.amazonaws.com', 's3.*.amazonaws.com.cn'],
        // With a bucket key the context is the bucket, without one the object.
        'kms:EncryptionContext:aws:s3:arn': [bucketArn, `${bucketArn}/*`],
      },
    },
  });
}

/** The bucket's name can be taken by another account once the bucket is gone: nothing may then be sent there. */
export function otherBucketsDeny(account: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'DenyBucketsOfOtherAccounts',
    effect: Effect.DENY,
    actions: ['s3:ListBucket', ...objectActions.read, ...objectActions.write],
    resources: ['*'],
    conditions: {
      Null: { 's3:ResourceAccount': 'false' },
      StringNotEquals: { 's3:ResourceAccount': account },
    },
  });
}
