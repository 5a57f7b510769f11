import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

import { keyActions, objectActions, secretActions, settingActions, settingArns } from './consumer-statements';
import { PolicyTooLargeError, splitBySize } from './policy-size';
import type { Room } from './room';
import { viaService } from './room';

/**
 * Upper bound of every principal of a workload, whatever is attached to it later: this workload's bucket, key, secrets
 * and settings, the declared roles of its customers, and nothing of IAM.
 *
 * It names role names instead of single customers, so that its size does not grow with their number; the identity
 * policies name each role exactly.
 *
 * @throws PolicyTooLargeError when it is more than one policy holds: a principal has one boundary
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export function workloadBoundary(room: Room): PolicyStatement[] {
  const { workload } = room;
  const statements: PolicyStatement[] = [];
  if (workload.files !== undefined) {
    statements.push(
      new PolicyStatement({
        sid: 'AtMostFiles',
        actions: [...new Set(Object.values(objectActions).flat())],
        resources: [`${room.filesBucketArn}/*`],
      }),
      new PolicyStatement({
        sid: 'AtMostListing',
        actions: ['s3:ListBucket'],
        resources: [room.filesBucketArn],
      }),
      // The bucket's name can be taken by another account once the bucket is gone: nothing may then be sent there.
      new PolicyStatement({
        sid: 'DenyBucketsOfOtherAccounts',
        effect: Effect.DENY,
        actions: ['s3:ListBucket', ...new Set(Object.values(objectActions).flat())],
        resources: ['*'],
        conditions: {
          Null: { 's3:ResourceAccount': 'false' },
          StringNotEquals: { 's3:ResourceAccount': room.place.account },
        },
      }),
    );
  }
  if (workload.secrets.length > 0) {
    statements.push(
      new PolicyStatement({
        sid: 'AtMostSecrets',
        actions: [...secretActions],
        resources: [`${room.secretArnPrefix}*`],
      }),
    );
  }
  if (workload.files !== undefined || workload.secrets.length > 0) {
    statements.push(
      new PolicyStatement({
        sid: 'AtMostKey',
        actions: [...keyActions.write],
        resources: [...room.boundedKey.resources],
        conditions: {
          ...room.boundedKey.conditions,
          StringEquals: {
            'kms:ViaService': [...viaService(room.place, 's3'), ...viaService(room.place, 'secretsmanager')],
          },
        },
      }),
    );
  }
  if (Object.keys(workload.settings).length > 0) {
    statements.push(
      new PolicyStatement({ sid: 'AtMostSettings', actions: [...settingActions], resources: settingArns(room) }),
    );
  }
  if (workload.customers.length > 0) {
    const roleNames = [...new Set(workload.customers.map(({ roleArn }) => roleArn.split(':role/')[1] ?? ''))];
    statements.push(
      new PolicyStatement({
        sid: 'AtMostCustomerRoles',
        actions: ['sts:AssumeRole'],
        resources: roleNames.map((name) => `arn:${room.partition}:iam::*:role/${name}`),
      }),
    );
  }
  const title = `the boundary of workload ${workload.name}`;
  if (splitBySize(statements, title).length > 1) {
    throw new PolicyTooLargeError(
      `${title} does not fit one managed policy; give its customers' roles one name in lib/config/environments.ts`,
    );
  }
  return statements;
}
