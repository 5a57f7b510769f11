import { knownActionsOf } from '../../../tools/access/actions';
import type { Treasure } from '../../../tools/access/escalation/openings';
import { contextOfKeyUse } from '../../../tools/access/request-context';
import { environmentsOf, exampleNames } from '../../examples/example';
import { administration } from '../../policies/keys.rules';
import { customerKeyHeader, encryptionHeader, keyHeader, writeFile } from '../../support/calls';
import { everyKind } from '../../support/every-kind';
import { administrator, ask, type Caller, type Question, service } from '../../support/questions';
import { roleArn, type Room, roomOf } from '../../support/room';
import { environments } from '../../support/templates';
import { administratorArn, treasuresOf } from './treasures';

/**
 * A principal with every right in the account: what the keys of files and secrets refuse it, whichever way it comes.
 *
 * Copies of every kind (versions, multipart copies, access points, Object Lambda, batch operations, replication, inventory,
 * restores, torrents) read a file for a principal with that principal's rights, or with a role's that was passed; each
 * needs the key, and the key does not ask who stands between. What the simulator does not know are grants of KMS (nobody
 * may make one) and ACLs (the buckets take none).
 */

jest.setTimeout(60_000);

const all = [
  ...[...environments, ...everyKind].map((environment) => [environment.name, environment] as const),
  ...exampleNames.flatMap((name) =>
    environmentsOf(name).map((environment) => [`${name}, ${environment.name}`, environment] as const),
  ),
].filter(([, environment]) => treasuresOf(roomOf(environment)).length > 0);

const own = (room: Room): Caller => administrator(administratorArn(room));

function keysOf(room: Room): string[] {
  return [...new Set(treasuresOf(room).map(({ key }) => key))];
}

async function allowed(room: Room, questions: readonly Question[]): Promise<Question[]> {
  const answers = await Promise.all(questions.map((question) => ask(room.assembly, question)));
  expect(questions).not.toHaveLength(0);
  return questions.filter((_question, index) => answers[index] === 'Allowed');
}

/** One file and one secret of each key: the others differ from them in nothing that a key knows. */
function oneOfEach(room: Room): Treasure[] {
  return [...new Map(treasuresOf(room).map((treasure) => [`${treasure.kind} ${treasure.key}`, treasure])).values()];
}

/** Everything with which KMS turns what is encrypted into what is not, or makes a way to that. */
const decryption = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:CreateGrant'];

/** Where a request for the key can come from: directly, or through a service that acts for its caller. */
function waysThrough(room: Room, container: string): Record<string, string>[] {
  const { region } = room.environment;
  const contexts = [{}, { 'aws:s3:arn': container }, { 'aws:s3:arn': `${container}/a` }, { SecretARN: container }];
  const services = ['s3', 'secretsmanager', 'backup', 'dynamodb', 'lambda', 'ssm'];
  const through = [...services.map((name) => `${name}.${region}`), 's3.us-west-2'].map(
    (name) => `${name}.amazonaws.com`,
  );
  return contexts.flatMap((context) => [
    Object.fromEntries(Object.entries(context).map(([key, value]) => [`kms:EncryptionContext:${key}`, value])),
    ...through.map((via) => contextOfKeyUse(via, context as Readonly<Record<string, string>>)),
  ]);
}

describe.each(all)('an administrator in %s', (_name, environment) => {
  const room = roomOf(environment);

  it('may do to the keys what looks after them, and nothing else that KMS knows', async () => {
    const actions = (await knownActionsOf('kms')).filter(({ resourceTypes }) =>
      resourceTypes.some(({ name }) => name === 'key'),
    );
    for (const resource of keysOf(room)) {
      const asked = actions.map(({ action }): Question => ({ caller: own(room), action, resource }));
      const may = (await allowed(room, asked)).map(({ action }) => action);
      expect(may.sort()).toEqual(
        asked
          .map(({ action }) => action)
          .filter((action) => administration.includes(action))
          .sort(),
      );
    }
    expect(actions.length).toBeGreaterThan(40);
  });

  it('gets nothing decrypted, directly or through any service', async () => {
    const asked = oneOfEach(room).flatMap(({ key, container }) =>
      waysThrough(room, container).flatMap((context) =>
        decryption.map((action): Question => ({ caller: own(room), action, resource: key, context })),
      ),
    );
    expect(await allowed(room, asked)).toEqual([]);
  });

  it('gets nothing decrypted by a service that acts for itself, or by any role that it could pass', async () => {
    const callers = [
      ...['s3', 'batchoperations.s3', 'backup', 'cloudfront', 'glue', 'athena', 'rds', 'lambda'].map((name) =>
        service(`${name}.amazonaws.com`),
      ),
      ...['replication', 'batch-operations', 'backup'].map((name) => administrator(roleArn(room, name))),
    ];
    const asked = oneOfEach(room).flatMap(({ key, kind, container }) =>
      callers.map((caller): Question => ({
        caller,
        action: 'kms:Decrypt',
        resource: key,
        context: contextOfKeyUse(
          `${kind === 'file' ? 's3' : 'secretsmanager'}.${environment.region}.amazonaws.com`,
          kind === 'file' ? { 'aws:s3:arn': container } : { SecretARN: container },
        ),
      })),
    );
    expect(await allowed(room, asked)).toEqual([]);
  });

  it('puts no file of its own into the vault, under whatever key', async () => {
    const files = treasuresOf(room).filter(({ kind }) => kind === 'file');
    const headers = [
      {},
      { [encryptionHeader]: 'AES256' },
      { [encryptionHeader]: 'aws:kms' },
      {
        [encryptionHeader]: 'aws:kms',
        [keyHeader]: `arn:aws:kms:${environment.region}:${environment.account}:key/other`,
      },
      { [customerKeyHeader]: 'AES256' },
    ];
    for (const { arn } of files) {
      for (const context of headers) {
        expect([
          arn,
          context,
          await ask(room.assembly, writeFile(room.assembly, own(room), arn, context)),
        ]).not.toContain('Allowed');
      }
    }
    expect(files.length > 0 || environment.workloads.every((workload) => workload.files === undefined)).toBe(true);
  });

  it('reads no value of a secret, and puts, copies or moves none', async () => {
    const secrets = treasuresOf(room).filter(({ kind }) => kind === 'secret');
    for (const { arn, key } of secrets) {
      const through = (action: string): Question => ({
        caller: own(room),
        action,
        resource: key,
        context: contextOfKeyUse(`secretsmanager.${environment.region}.amazonaws.com`, { SecretARN: arn }),
      });
      const on = (action: string): Question => ({ caller: own(room), action, resource: arn });
      expect(await ask(room.assembly, on('secretsmanager:GetSecretValue'))).toBe('ExplicitlyDenied');
      for (const action of ['PutSecretValue', 'ReplicateSecretToRegions', 'UpdateSecret']) {
        const calls = [on(`secretsmanager:${action}`), through('kms:Decrypt'), through('kms:GenerateDataKey')];
        expect([arn, action, await ask(room.assembly, calls)]).toEqual([arn, action, 'ImplicitlyDenied']);
      }
    }
    expect(secrets.length > 0 || environment.workloads.every((workload) => workload.secrets.length === 0)).toBe(true);
  });
});
