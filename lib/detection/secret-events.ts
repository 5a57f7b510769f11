import type { Environment } from '../config/parameters';
import { secretPrefix } from '../config/names';
import { anchorOf, callDetection } from './call-detection';
import { callPattern, recordedPattern } from './call-pattern';
import { exceptDeployment } from './deployment-exclusion';
import type { EventDetection } from './detection';
import { fittingPatterns } from './fitting-patterns';
import { secretArnPrefix, secretPattern } from './own-names';
import { unexpectedPrincipal } from './unexpected-principal';

const secret = { secretId: '$.detail.requestParameters.secretId' };

/** A caller names a secret by its name or by its ARN; both have the environment as a part of their own. */
function ours(environment: Environment) {
  return { requestParameters: { secretId: [{ wildcard: secretPattern(environment) }] } };
}

/**
 * What Secrets Manager itself says of a rotation; there is no metric of it.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring-cloudtrail.html
 */
function rotations(environment: Environment): EventDetection[] {
  const { name } = environment;
  const detection = (title: string, eventName: readonly string[]): EventDetection => ({
    kind: 'event',
    id: anchorOf(title),
    title,
    urgency: 'page',
    recordedIn: 'home',
    pattern: recordedPattern(
      environment,
      {
        eventSource: ['secretsmanager.amazonaws.com'],
        eventName,
        additionalEventData: { SecretId: [{ wildcard: secretPattern(environment) }] },
      },
      ['AWS Service Event via CloudTrail'],
    ),
    paths: {
      event: '$.detail.eventName',
      secretId: '$.detail.additionalEventData.SecretId',
      reason: '$.detail.errorMessage',
      time: '$.time',
      region: '$.region',
      account: '$.account',
      id: '$.detail.eventID',
    },
    lines: [
      `[${name}] ${title}: <event> of <secretId> at <time>`,
      'Reason: <reason>',
      'Region: <region>, account <account>',
      'CloudTrail event: <id>',
    ],
  });
  return [
    detection('Rotation failed', ['RotationFailed', 'TestRotationFailed']),
    detection('Rotation abandoned', ['RotationAbandoned']),
  ];
}

function changes(environment: Environment): EventDetection[] {
  return [
    ...callDetection(environment, {
      title: 'Secret deleted',
      patterns: [callPattern(environment, 'secretsmanager', { ...ours(environment), eventName: ['DeleteSecret'] })],
      resource: secret,
    }),
    ...callDetection(environment, {
      title: 'Secret restored',
      urgency: 'information',
      patterns: [callPattern(environment, 'secretsmanager', { ...ours(environment), eventName: ['RestoreSecret'] })],
      resource: secret,
    }),
    ...callDetection(environment, {
      title: 'Secret policy changed',
      patterns: [
        callPattern(environment, 'secretsmanager', {
          ...ours(environment),
          ...exceptDeployment(environment, { expected: ['PutResourcePolicy'], always: ['DeleteResourcePolicy'] }),
        }),
      ],
      resource: secret,
    }),
  ];
}

/**
 * A value that was read by a principal whom the secret's policy does not let: then the policy was changed.
 *
 * Reads that were refused are rates. Reads of a batch are recorded one by one too.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html
 */
function reads(environment: Environment): EventDetection[] {
  const names = environment.workloads.filter(({ secrets }) => secrets.length > 0).map(({ name }) => name);
  const build = (part: readonly string[]) =>
    callPattern(environment, 'secretsmanager', {
      eventName: ['GetSecretValue'],
      errorCode: [{ exists: false }],
      requestParameters: {
        secretId: part.flatMap((name) => [
          { prefix: secretPrefix(environment, name) },
          { prefix: secretArnPrefix(environment, name) },
        ]),
      },
      userIdentity: unexpectedPrincipal(environment, part, 'reads secrets'),
    });
  return callDetection(environment, {
    title: 'Secret read by an unexpected principal',
    readOnlyCalls: true,
    patterns: fittingPatterns(names, build),
    resource: secret,
  });
}

export function secretEvents(environment: Environment): EventDetection[] {
  return [rotations, changes, reads].flatMap((events) => events(environment));
}
