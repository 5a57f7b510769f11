import { bucketArn } from '../config/names';
import type { Environment } from '../config/parameters';
import { callDetection } from './call-detection';
import { callPattern } from './call-pattern';
import { exceptDeployment } from './deployment-exclusion';
import type { EventDetection } from './detection';
import { fittingPatterns } from './fitting-patterns';
import { bucketNameEnd, secretArnPrefix } from './own-names';
import { unexpectedPrincipal } from './unexpected-principal';

/** Some events name the key as the caller did, all that concern one key name it here too. */
const key = { key: '$.detail.requestParameters.keyId', arn: '$.detail.resources[0].ARN' };

/**
 * CIS AWS Foundations 5.7 with what makes data unreadable or readable for others without it.
 *
 * Any key of the account, and in each environment of it: the ids of ours are not known before they are made, and whose
 * files cannot be read any more must hear of it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/logging-using-cloudtrail.html
 */
export function keyEvents(environment: Environment): EventDetection[] {
  return [
    ...callDetection(environment, {
      title: 'Key disabled or deleted',
      patterns: [
        callPattern(environment, 'kms', {
          eventName: ['DisableKey', 'ScheduleKeyDeletion', 'DeleteImportedKeyMaterial', 'DisableKeyRotation'],
        }),
      ],
      resource: key,
    }),
    ...callDetection(environment, {
      title: 'Key policy changed',
      patterns: [callPattern(environment, 'kms', exceptDeployment(environment, { expected: ['PutKeyPolicy'] }))],
      resource: key,
    }),
    ...useByOthers(environment),
  ];
}

/**
 * Use of a key for our buckets and secrets, which the encryption context tells, by a principal that its policy does not
 * name. The policy refuses it; so when this rings, the policy was changed, or a grant made.
 *
 * Each pattern has some workloads, and leaves to the others' what their principals do: it is held to its workloads'
 * buckets and secrets.
 */
function useByOthers(environment: Environment): EventDetection[] {
  const build = (names: readonly string[]) =>
    callPattern(environment, 'kms', {
      eventName: ['Decrypt', 'GenerateDataKey'],
      errorCode: [{ exists: false }],
      requestParameters: {
        encryptionContext: {
          $or: [
            {
              'aws:s3:arn': names.map((name) => ({
                prefix: bucketArn(environment, `${name}${bucketNameEnd(environment)}`),
              })),
            },
            { SecretARN: names.map((name) => ({ prefix: secretArnPrefix(environment, name) })) },
          ],
        },
      },
      userIdentity: unexpectedPrincipal(environment, names, 'uses keys'),
    });
  return callDetection(environment, {
    title: 'Key used by an unexpected principal',
    readOnlyCalls: true,
    patterns: fittingPatterns(
      environment.workloads.map(({ name }) => name),
      build,
    ),
    resource: { key: '$.detail.resources[0].ARN' },
  });
}
