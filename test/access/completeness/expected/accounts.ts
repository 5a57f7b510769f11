import { accessKeySecrets, needsProbe, rotatingSecrets } from '../../../../lib/access/looked-after';
import {
  consumerArn,
  functionRoleArn,
  probeName,
  reconcilerName,
  rotationFunctionName,
} from '../../../../lib/config/names';
import type { Workload } from '../../../../lib/config/parameters';
import type { Access } from '../../../../tools/access/completeness/access';
import type { Condition } from '../../../../tools/access/rows/access-row';
import { auditKeyArn, cloudFormationRoleArn, dataKeyArn, filesBucketArn, type Room } from '../../../support/room';
import { absentOr, all, test, through } from './conditions';
import { secretPattern } from './consumers';
import { type Expected, may } from './expected-access';

/** Whoever the account lets administer keys; none of it uses one, and none makes a grant. */
const administration = [
  ...['CancelKeyDeletion', 'CreateAlias', 'DeleteAlias', 'DescribeKey', 'DisableKey', 'DisableKeyRotation'],
  ...['EnableKey', 'EnableKeyRotation', 'GetKeyPolicy', 'GetKeyRotationStatus', 'ListGrants', 'ListKeyPolicies'],
  ...['ListKeyRotations', 'ListResourceTags', 'PutKeyPolicy', 'RevokeGrant', 'RotateKeyOnDemand'],
  ...['ScheduleKeyDeletion', 'TagResource', 'UntagResource', 'UpdateAlias', 'UpdateKeyDescription'],
].map((name) => `kms:${name}`);

function byOneOf(arns: readonly string[], use: Condition): Condition[] {
  return arns.length === 0 ? [] : [all(test('ArnEquals', 'aws:PrincipalArn', ...arns), use)];
}

/** Only for this workload's own bucket and secrets, as the encryption context tells them. */
function ownContext(room: Room, workload: Workload): Condition {
  const bucket = filesBucketArn(room, workload);
  const context = (key: string, ...values: string[]) => {
    const name = `kms:EncryptionContext:${key}`;
    return absentOr(name, test('StringLike', name, ...values));
  };
  return all(context('aws:s3:arn', bucket, `${bucket}/*`), context('SecretARN', secretPattern(room, workload, '*')));
}

function dataKey(room: Room, workload: Workload): Access[] {
  const { environment } = room;
  const { secretOperatorArns } = environment;
  const consumers = (wanted: (consumer: Workload['consumers'][number]) => boolean) =>
    workload.consumers.filter(wanted).map((consumer) => consumerArn(environment, workload.name, consumer));
  const withVerb = (...verbs: readonly string[]) =>
    consumers(({ access }) => access.files.some((file) => file.verbs.some((verb) => verbs.includes(verb))));
  const functions = (...names: readonly string[]) => names.map((name) => functionRoleArn(environment, name));
  const rotators = functions(
    ...rotatingSecrets(workload).map(({ name }) => rotationFunctionName(environment, workload.name, name)),
  );
  const retires = accessKeySecrets(workload).length > 0;
  const writers = workload.secrets.length > 0 ? [cloudFormationRoleArn(room), ...secretOperatorArns, ...rotators] : [];
  const readers = [
    ...consumers(({ access }) => access.secrets !== undefined),
    ...(retires ? functions(reconcilerName(environment, workload.name)) : []),
    ...(needsProbe(workload) ? functions(probeName(environment, workload.name)) : []),
  ];
  const s3 = through(environment, 's3');
  const secretsManager = through(environment, 'secretsmanager');
  const use = (action: string, ...ways: Condition[]) =>
    ways.length === 0 ? [] : may([action], dataKeyArn(room, workload), all({ any: ways }, ownContext(room, workload)));
  return [
    ...may(administration, dataKeyArn(room, workload)),
    ...use(
      'kms:Decrypt',
      ...byOneOf(withVerb('read', 'write'), s3),
      ...byOneOf([...writers, ...readers], secretsManager),
    ),
    ...use('kms:GenerateDataKey', ...byOneOf(withVerb('write'), s3), ...byOneOf(writers, secretsManager)),
  ];
}

function auditKey(room: Room): Access[] {
  const written = test('Null', 'kms:EncryptionContext:aws:cloudtrail:arn', 'false');
  return [
    ...may(administration, auditKeyArn(room)),
    // Whoever may read the trail's bucket may read its files.
    ...(room.environment.audit.trail.mode === 'create'
      ? may(['kms:Decrypt'], auditKeyArn(room), all(written, through(room.environment, 's3')))
      : []),
  ];
}

function partners({ environment }: Room): Expected[] {
  return environment.workloads.flatMap((workload) =>
    workload.consumers.flatMap((consumer) => {
      if (consumer.kind !== 'cross-account-role') return [];
      const conditions = all(
        test('StringEquals', 'sts:ExternalId', ...consumer.externalIds),
        ...(consumer.requireMfa ? [test('Bool', 'aws:MultiFactorAuthPresent', 'true')] : []),
        ...(consumer.sourceAddresses.length > 0
          ? [test('IpAddress', 'aws:SourceIp', ...consumer.sourceAddresses)]
          : []),
      );
      const role = consumerArn(environment, workload.name, consumer);
      return consumer.trustedPrincipalArns.map((who) => ({ who, may: may(['sts:AssumeRole'], role, conditions) }));
    }),
  );
}

/** What the own account, partners in other accounts, and anybody may do with what has a policy. */
export function accountAccess(room: Room): Expected[] {
  const { environment } = room;
  const withKey = environment.workloads.filter(({ files, secrets }) => files !== undefined || secrets.length > 0);
  return [
    {
      who: environment.account,
      may: [...auditKey(room), ...withKey.flatMap((workload) => dataKey(room, workload))],
    },
    ...partners(room),
    { who: '*', may: [] },
    { who: '000000000000', may: [] },
  ];
}
