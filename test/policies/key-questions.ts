import type { Workload } from '../../lib/config/parameters';
import { contextOfKeyUse } from '../../tools/access/request-context';
import { administrator, type Caller, type Question } from '../support/questions';
import { dataKeyArn, filesBucketArn, roleArn, type Room } from '../support/room';
import type { Row } from '../support/rules';
import { type Subject, subjectsOf } from './consumer-questions';

export function workloadsWithKey({ environment }: Room): Workload[] {
  return environment.workloads.filter(({ files, secrets }) => files !== undefined || secrets.length > 0);
}

/** Consumers of workloads that have a key. */
export function keyedSubjects(room: Room): Subject[] {
  return subjectsOf(room).filter(({ workload }) => workloadsWithKey(room).includes(workload));
}

/** What KMS does with a key, as against its administration. */
export const use = [
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

export function ownAdministrator(room: Room): Caller {
  return administrator(roleArn(room, 'administrator'));
}

export function asked(caller: Caller, actions: readonly string[], resource: string, answer: Row['answer']): Row[] {
  return actions.map((action) => ({ that: `${action} ${resource}`, call: { caller, action, resource }, answer }));
}

export function keyUse(
  room: Room,
  caller: Caller,
  workload: Workload,
  call: { readonly action: string; readonly service: string; readonly context: Readonly<Record<string, string>> },
): Question {
  const via = `${call.service}.${room.environment.region}.amazonaws.com`;
  return {
    caller,
    action: call.action,
    resource: dataKeyArn(room, workload),
    context: contextOfKeyUse(via, call.context),
  };
}

export function secretInContext({ environment, stacks }: Room, name: string): Record<string, string> {
  const { region, account } = environment;
  return { SecretARN: `arn:${stacks[0]?.partition ?? ''}:secretsmanager:${region}:${account}:secret:${name}-AbCdEf` };
}

/** What the two services send for this workload's own bucket and secrets. */
export function ownContexts(room: Room, workload: Workload) {
  return [
    { service: 's3', context: { 'aws:s3:arn': filesBucketArn(room, workload) } },
    { service: 'secretsmanager', context: secretInContext(room, `${workload.name}/${room.environment.name}/any`) },
  ];
}
