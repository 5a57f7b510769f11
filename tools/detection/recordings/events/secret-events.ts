import {
  account,
  administrator,
  call,
  type Caller,
  cloudFormation,
  denied,
  deploymentRoleOnLaptop,
  envelope,
  home,
  otherAccount,
  principalOf,
  recorded,
  type RecordedEvent,
  session,
  user,
} from './recorded-event';

const arnOf = (name: string) => `arn:aws:secretsmanager:${home}:${account}:secret:${name}-a1b2c3`;
const ours = arnOf('portal/prod/database');

/**
 * What the service itself records.
 *
 * Names of https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring-cloudtrail.html; shape of a RotationFailed that a
 * public project keeps in its documentation (AWS Service Event via CloudTrail, secret in additionalEventData.SecretId).
 */
function rotation(eventName: string, secretArn: string, more = {}) {
  return envelope('AWS Service Event via CloudTrail', 'aws.secretsmanager', home, {
    eventVersion: '1.08',
    userIdentity: { accountId: account, invokedBy: 'secretsmanager.amazonaws.com' },
    eventTime: '2026-06-15T10:02:01Z',
    eventSource: 'secretsmanager.amazonaws.com',
    eventName,
    awsRegion: home,
    sourceIPAddress: 'secretsmanager.amazonaws.com',
    userAgent: 'secretsmanager.amazonaws.com',
    requestParameters: null,
    responseElements: null,
    additionalEventData: { SecretId: secretArn },
    requestID: `Rotation-${secretArn}-EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE`,
    eventID: 'e3b69cfe-b70e-4c94-baa9-9decc3c150b9',
    readOnly: false,
    eventType: 'AwsServiceEvent',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    ...more,
  });
}

const reason = {
  errorMessage: `Error when executing lambda arn:aws:lambda:${home}:${account}:function:strongroom-prod-portal-rotate-queue during createSecret step`,
};

/** Shape of Stratus Red Team (Apache-2.0), docs/detonation-logs/aws.credential-access.secretsmanager-retrieve-secrets.json. */
function secret(by: Caller, eventName: string, secretId: string, more = {}) {
  return call({ by, service: 'secretsmanager', eventName, requestParameters: { secretId }, more });
}

const read = (by: Caller, secretId: string, more = {}) =>
  secret(by, 'GetSecretValue', secretId, { readOnly: true, ...more });

const [failed, abandoned, deleted, restored, policy, stranger] = [
  'rotation-failed',
  'rotation-abandoned',
  'secret-deleted',
  'secret-restored',
  'secret-policy-changed',
  'secret-read-by-an-unexpected-principal',
] as const;

export const secretEvents: readonly RecordedEvent[] = [
  recorded('a rotation fails', rotation('RotationFailed', ours, reason), [failed], [abandoned]),
  recorded('the test of a new schedule fails', rotation('TestRotationFailed', ours, reason), [failed]),
  recorded('a rotation is abandoned', rotation('RotationAbandoned', ours), [abandoned], [failed]),
  recorded('a rotation starts', rotation('RotationStarted', ours), [], [failed, abandoned]),
  recorded('a rotation succeeds', rotation('RotationSucceeded', ours), [], [failed, abandoned]),
  recorded(
    'a rotation of another environment fails',
    rotation('RotationFailed', arnOf('portal/dev/database'), reason),
    [],
    [failed],
  ),

  recorded(
    'a rotation of another environment is abandoned',
    rotation('RotationAbandoned', arnOf('portal/dev/database')),
    [],
    [abandoned],
  ),
  recorded(
    'an administrator changes the policy of another secret',
    secret(administrator, 'PutResourcePolicy', 'orders/database'),
    [],
    [policy],
  ),

  recorded(
    'an administrator deletes a secret by its name',
    secret(administrator, 'DeleteSecret', 'portal/prod/database'),
    [deleted],
  ),
  recorded('a deployment deletes a secret', secret(cloudFormation(), 'DeleteSecret', ours), [deleted]),
  recorded(
    'an administrator deletes another secret',
    secret(administrator, 'DeleteSecret', 'orders/database'),
    [],
    [deleted],
  ),
  recorded('an administrator describes a secret', secret(administrator, 'DescribeSecret', ours), [], [deleted, policy]),
  recorded('an administrator restores a secret', secret(administrator, 'RestoreSecret', ours), [restored], [deleted]),
  recorded(
    'an administrator restores another secret',
    secret(administrator, 'RestoreSecret', 'orders/database'),
    [],
    [restored],
  ),
  recorded('an administrator tags a secret', secret(administrator, 'TagResource', ours), [], [restored, policy]),

  recorded('an administrator changes the policy of a secret', secret(administrator, 'PutResourcePolicy', ours), [
    policy,
  ]),
  recorded(
    'the role of deployments changes it from a laptop',
    secret(deploymentRoleOnLaptop, 'PutResourcePolicy', ours),
    [policy],
  ),
  recorded('a deployment sets the policy', secret(cloudFormation(), 'PutResourcePolicy', ours), [], [policy]),
  recorded('a deployment deletes the policy', secret(cloudFormation(), 'DeleteResourcePolicy', ours), [policy]),

  recorded('an administrator reads a secret', read(administrator, ours), [stranger]),
  recorded('a user reads a secret by its name', read(user('alice'), 'portal/prod/database'), [stranger]),
  recorded('an operator reads back what was filled', read(session('secret-operator', 'anaya'), ours), [stranger]),
  recorded('another account reads a secret', read(principalOf(otherAccount), ours), [stranger]),
  recorded('the consumer reads its secret', read(session('portal-prod-web', 'task'), ours), [], [stranger]),
  recorded(
    'a rotation reads its secret',
    read(session('strongroom-prod-portal-rotate-queue', 'run'), ours),
    [],
    [stranger],
  ),
  recorded(
    'the scanner reads its key',
    read(user('portal-prod-scanner', '/rotated/prod/portal/'), ours),
    [],
    [stranger],
  ),
  recorded('an administrator is refused', read(administrator, ours, denied), [], [stranger]),
  recorded('an administrator reads another secret', read(administrator, 'orders/database'), [], [stranger]),
];
