import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

import {
  defaultEventBusArn,
  functionArn,
  functionLogStreamArns,
  functionNamePattern,
  journalTableArn,
  queueArn,
  reconcilerQueueName,
  rotatedUserPath,
  secretPrefix,
} from '../config/names';
import { accessKeySecrets, filledSecrets, rotatingSecrets } from './looked-after';
import { type Room, viaService } from './room';
import {
  journalActions,
  journalRows,
  logActions,
  ownNotices,
  retirementActions,
  rotatorSecretActions,
  userPolicies,
} from './rotation-statements';

function ofSecrets(room: Room): PolicyStatement[] {
  const { workload } = room;
  const rotates = rotatingSecrets(workload).length > 0;
  const actions = [
    ...(rotates ? [...rotatorSecretActions, 'secretsmanager:RotateSecret'] : []),
    ...(filledSecrets(workload).length > 0 ? ['secretsmanager:ListSecretVersionIds'] : []),
  ];
  return [
    new PolicyStatement({ sid: 'AtMostSecrets', actions, resources: [`${room.secretArnPrefix}*`] }),
    ...(rotates
      ? [
          new PolicyStatement({
            sid: 'AtMostKey',
            actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
            resources: [...room.boundedKey.resources],
            conditions: {
              ...room.boundedKey.conditions,
              StringEquals: { 'kms:ViaService': viaService(room.place, 'secretsmanager') },
            },
          }),
          new PolicyStatement({
            sid: 'AtMostRotations',
            actions: ['lambda:InvokeFunction'],
            resources: [functionArn(room.place, functionNamePattern(room.place, workload.name))],
          }),
        ]
      : []),
  ];
}

function ofUsers(room: Room): PolicyStatement[] {
  const { place, partition, workload } = room;
  if (accessKeySecrets(workload).length === 0) return [];
  const users = [`arn:${partition}:iam::${place.account}:user${rotatedUserPath(place, workload.name)}*`];
  return [
    new PolicyStatement({
      sid: 'AtMostProbe',
      actions: ['kms:DescribeKey'],
      resources: [...room.boundedKey.resources],
      conditions: { ...room.boundedKey.conditions },
    }),
    new PolicyStatement({
      sid: 'AtMostUsers',
      actions: [...retirementActions, 'iam:CreateAccessKey'],
      resources: users,
    }),
    userPolicies(room, users, 'AtMostPoliciesOfUsers'),
  ];
}

/**
 * Upper bound of every function that rotates or looks after secrets of a workload, whatever is attached to it later:
 * this workload's secrets, its users below their path, its rows of the journal and its functions.
 */
export function rotationBoundary(room: Room): PolicyStatement[] {
  const { place, workload } = room;
  return [
    ...ofSecrets(room),
    ...ofUsers(room),
    new PolicyStatement({
      sid: 'AtMostJournal',
      actions: [...journalActions],
      resources: [journalTableArn(place)],
      conditions: journalRows('StringLike', [`${secretPrefix(place, workload.name)}*`]),
    }),
    new PolicyStatement({
      sid: 'AtMostNotices',
      actions: ['events:PutEvents'],
      resources: [defaultEventBusArn(place)],
      conditions: ownNotices,
    }),
    new PolicyStatement({
      sid: 'AtMostFailedEvents',
      actions: ['sqs:SendMessage'],
      resources: [queueArn(place, reconcilerQueueName(place, workload.name))],
    }),
    new PolicyStatement({
      sid: 'AtMostLogs',
      actions: [...logActions],
      resources: [functionLogStreamArns(place, functionNamePattern(place, workload.name))],
    }),
  ];
}
