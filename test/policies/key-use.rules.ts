import type { Consumer, FileVerb } from '../../lib/config/consumers';
import type { Environment } from '../../lib/config/parameters';
import { contextOfKeyUse } from '../../tools/access/request-context';
import { readFile } from '../support/calls';
import { administrator, type Question } from '../support/questions';
import { cloudFormationRoleArn, dataKeyArn, filesBucketArn, type Room } from '../support/room';
import { type Row, type Rule, table } from '../support/rules';
import { asked, keyedSubjects, keyUse, ownAdministrator, secretInContext, use } from './key-questions';

/** A key serves the declared principals of its workload, through the services that keep its data, for that data only. */

const someConsumer =
  (wanted: (consumer: Consumer) => boolean) =>
  ({ workloads }: Environment) =>
    workloads.some(({ consumers }) => consumers.some(wanted));

const uses = (verb: FileVerb) => (consumer: Consumer) =>
  consumer.access.files.some(({ verbs }) => verbs.includes(verb));

/** Who may put the values of secrets. */
function secretWriters(room: Room): string[] {
  return [...room.environment.secretOperatorArns, cloudFormationRoleArn(room)];
}

const boundUse: Rule[] = [
  table('decrypts for nobody who asks KMS directly', (room) =>
    keyedSubjects(room).flatMap(({ arn, workload }) => asked(arn, use, dataKeyArn(room, workload), 'refused')),
  ),
  table('serves no other service than S3 and Secrets Manager', (room) =>
    keyedSubjects(room).flatMap(({ arn, workload }) =>
      ['dynamodb', 'ebs', 'ssm', 'sqs'].flatMap((service) =>
        ['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => ({
          that: `${arn} ${action} through ${service}`,
          call: keyUse(room, arn, workload, { action, service, context: {} }),
          answer: 'refused' as const,
        })),
      ),
    ),
  ),
  table(
    'serves S3 for the own bucket only, with a bucket key or without',
    (room) =>
      keyedSubjects(room).flatMap(({ arn, consumer, workload }) => {
        if (!uses('read')(consumer)) return [];
        const own = filesBucketArn(room, workload);
        const use = (action: string, bucket: string) =>
          keyUse(room, arn, workload, { action, service: 's3', context: { 'aws:s3:arn': bucket } });
        return [
          { that: 'own bucket', call: use('kms:Decrypt', own), answer: 'Allowed' },
          { that: 'own object', call: use('kms:Decrypt', `${own}/documents/a`), answer: 'Allowed' },
          ...['kms:Decrypt', 'kms:GenerateDataKey'].flatMap((action): Row[] => [
            { that: 'a longer name', call: use(action, `${own}-2`), answer: 'ExplicitlyDenied' },
            {
              that: 'another bucket',
              call: use(action, own.replace(/:::.*/, ':::another')),
              answer: 'ExplicitlyDenied',
            },
          ]),
        ] satisfies Row[];
      }),
    someConsumer(uses('read')),
  ),
  table(
    'serves Secrets Manager for the own secrets only',
    (room) =>
      keyedSubjects(room).flatMap(({ arn, consumer, workload }) => {
        if (consumer.access.secrets === undefined) return [];
        const decrypt = (name: string) =>
          keyUse(room, arn, workload, {
            action: 'kms:Decrypt',
            service: 'secretsmanager',
            context: secretInContext(room, name),
          });
        const prefix = `${workload.name}/${room.environment.name}`;
        return [
          { that: 'own secret', call: decrypt(`${prefix}/any`), answer: 'Allowed' },
          { that: 'another environment', call: decrypt(`${prefix}2/any`), answer: 'ExplicitlyDenied' },
          {
            that: 'another workload',
            call: decrypt(`another/${room.environment.name}/any`),
            answer: 'ExplicitlyDenied',
          },
        ] satisfies Row[];
      }),
    someConsumer(({ access }) => access.secrets !== undefined),
  ),
  table(
    'lets the writers of secrets encrypt for this workload’s secrets only, and only through Secrets Manager',
    (room) =>
      room.environment.workloads
        .filter(({ secrets }) => secrets.length > 0)
        .flatMap((workload) =>
          secretWriters(room).flatMap((arn) =>
            ['kms:Decrypt', 'kms:GenerateDataKey'].flatMap((action): Row[] => {
              const through = (service: string, name: string) =>
                keyUse(room, administrator(arn), workload, { action, service, context: secretInContext(room, name) });
              const own = `${workload.name}/${room.environment.name}/any`;
              const direct = { caller: administrator(arn), action, resource: dataKeyArn(room, workload) };
              return [
                { that: `${arn} ${action}`, call: through('secretsmanager', own), answer: 'Allowed' },
                {
                  that: `${arn} ${action} elsewhere`,
                  call: through('secretsmanager', 'another/any'),
                  answer: 'ExplicitlyDenied',
                },
                { that: `${arn} ${action} through S3`, call: through('s3', own), answer: 'refused' },
                { that: `${arn} ${action} directly`, call: direct, answer: 'refused' },
              ];
            }),
          ),
        ),
    ({ workloads }) => workloads.some(({ secrets }) => secrets.length > 0),
  ),
  table('gives each consumer the use that its verbs need, and no other', (room) =>
    keyedSubjects(room).flatMap(({ arn, consumer, workload }) => {
      const has = (...wanted: string[]) =>
        consumer.access.files.some(({ verbs }) => verbs.some((verb) => wanted.includes(verb)));
      const s3 = (action: string) =>
        keyUse(room, arn, workload, {
          action,
          service: 's3',
          context: { 'aws:s3:arn': filesBucketArn(room, workload) },
        });
      const secrets = (action: string) =>
        keyUse(room, arn, workload, {
          action,
          service: 'secretsmanager',
          context: secretInContext(room, `${workload.name}/${room.environment.name}/any`),
        });
      const may = (declared: boolean) => (declared ? 'Allowed' : 'refused');
      const name = consumer.name;
      return [
        { that: `${name} decrypts files`, call: s3('kms:Decrypt'), answer: may(has('read', 'write')) },
        { that: `${name} encrypts files`, call: s3('kms:GenerateDataKey'), answer: may(has('write')) },
        {
          that: `${name} decrypts secrets`,
          call: secrets('kms:Decrypt'),
          answer: may(consumer.access.secrets !== undefined),
        },
        { that: `${name} encrypts secrets`, call: secrets('kms:GenerateDataKey'), answer: 'refused' },
      ] satisfies Row[];
    }),
  ),
  table('makes a file unreadable for an administrator, though S3 would hand it out', (room) =>
    room.environment.workloads.flatMap((workload) => {
      if (workload.files === undefined) return [];
      const file = `${filesBucketArn(room, workload)}/${workload.files.prefixes[0] ?? ''}a`;
      const caller = ownAdministrator(room);
      const [get] = readFile(room.assembly, caller, file);
      return [
        { that: 'S3 alone', call: get ?? [], answer: 'Allowed' },
        { that: 'S3 and its key', call: readFile(room.assembly, caller, file), answer: 'refused' },
      ] satisfies Row[];
    }),
  ),
  table(
    'does not even serve a consumer to whom somebody attached everything, beyond its declared use',
    (room) =>
      keyedSubjects(room).flatMap(({ arn, consumer, workload }) => {
        if (uses('write')(consumer)) return [];
        const context = { 'aws:s3:arn': filesBucketArn(room, workload) };
        const call = keyUse(room, administrator(arn), workload, {
          action: 'kms:GenerateDataKey',
          service: 's3',
          context,
        });
        return [{ that: `${consumer.name} encrypts files`, call, answer: 'refused' as const }];
      }),
    someConsumer((consumer) => !uses('write')(consumer)),
  ),
];

/**
 * Three layers hold the use of a key to its services: the key's policy, the consumer's boundary and its own policy. Each
 * is asked alone, with the others out of the way.
 */
function layer(it: string, callOf: (arn: string, question: Omit<Question, 'caller'>) => Question): Rule {
  return table(it, (room) =>
    keyedSubjects(room).flatMap(({ arn, workload, context }) =>
      ['kms:Decrypt', 'kms:GenerateDataKey'].flatMap((action): Row[] => {
        const direct = { action, resource: dataKeyArn(room, workload), context };
        const dynamodb = contextOfKeyUse(`dynamodb.${room.environment.region}.amazonaws.com`, {});
        return [
          { that: `${arn} ${action} directly`, call: callOf(arn, direct), answer: 'refused' },
          {
            that: `${arn} ${action} through another service`,
            call: callOf(arn, { ...direct, context: dynamodb }),
            answer: 'refused',
          },
        ];
      }),
    ),
  );
}

const layers: Rule[] = [
  layer(
    'is enough to refuse a consumer past its services: without boundary, and with everything attached',
    (arn, asking) => ({
      caller: administrator(arn),
      ...asking,
      assuming: { noBoundary: true },
    }),
  ),
  layer('is not needed to refuse it: the boundary does, under a key that trusts the account', (arn, asking) => ({
    caller: administrator(arn),
    ...asking,
    assuming: { trustingResource: true },
  })),
  layer('is not needed to refuse it: the consumer’s own policy does', (arn, asking) => ({
    caller: arn,
    ...asking,
    assuming: { trustingResource: true, noBoundary: true },
  })),
];

export const keyUseRules: readonly Rule[] = [...boundUse, ...layers];
