import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

import { functionLogStreamArns, probeName, queueArn, reconcilerQueueName } from '../config/names';
import { accessKeySecrets } from './looked-after';
import { type Room, secretArnPattern, viaService } from './room';
import { inParts, logActions } from './rotation-statements';

/**
 * The identity policy of the function that tries the access keys of a workload: it reads them, and what it does with them
 * it does by their own rights.
 */
export function probeStatements(room: Room): PolicyStatement[] {
  const { place, workload } = room;
  return [
    ...inParts(
      accessKeySecrets(workload).map(({ name }) => secretArnPattern(room, name)),
      'ReadKeys',
      (resources, sid) =>
        new PolicyStatement({
          sid,
          actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
          resources,
        }),
    ),
    new PolicyStatement({
      sid: 'UseKey',
      actions: ['kms:Decrypt'],
      resources: [room.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': viaService(place, 'secretsmanager') } },
    }),
    new PolicyStatement({
      sid: 'KeepFailedEvents',
      actions: ['sqs:SendMessage'],
      resources: [queueArn(place, reconcilerQueueName(place, workload.name))],
    }),
    new PolicyStatement({
      sid: 'WriteLogs',
      actions: [...logActions],
      resources: [functionLogStreamArns(place, probeName(place, workload.name))],
    }),
  ];
}
