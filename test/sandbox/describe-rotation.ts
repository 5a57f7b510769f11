import { randomUUID } from 'node:crypto';

import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  RotateSecretCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

import { consumerArn, reconcilerName, secretPrefix } from '../../lib/config/names';
import { forward } from '../../tools/gate/forward';
import { LiveKeys } from '../../tools/gate/live-keys';
import { administrator } from '../../tools/sandbox/child-environment';
import { NotAsDeclared } from '../../tools/sandbox/errors';
import { AccessKeyLife } from '../../tools/sandbox/rotation/access-key-life';
import { beginRotation, RotationUnfinished } from '../../tools/sandbox/rotation/begin-rotation';
import { JournalRow } from '../../tools/sandbox/rotation/journal';
import { RotationRoom, type RotationRoomProps } from '../../tools/sandbox/rotation/rotation-room';
import { keptRoom } from './kept-room';

const day = 24 * 60 * 60 * 1000;
let kept: RotationRoomProps;

/** The access key that the sandbox has shown, and its room as it was left: in an emergency that is over. */
async function open(room: RotationRoom) {
  const { environment } = kept;
  for (const { name: workload, secrets, consumers } of environment.workloads) {
    const secret = secrets.find((candidate) => candidate.kind === 'access-key');
    const consumer = consumers.find(({ name }) => name === secret?.consumer);
    if (secret === undefined || consumer === undefined) continue;
    const name = `${secretPrefix(environment, workload)}${secret.name}`;
    const userArn = consumerArn(environment, workload, consumer);
    return {
      life: await AccessKeyLife.begin({ room, workload, name, secret }, consumer, userArn),
      workload,
      name,
      secret,
    };
  }
  throw new Error('prod has no access key that rotates');
}

async function within(props: Partial<RotationRoomProps>, use: (room: RotationRoom) => Promise<void>): Promise<void> {
  const room = await RotationRoom.open({ ...kept, ...props });
  try {
    await use(room);
  } finally {
    await room.close();
  }
}

/** Retires what an earlier test has left: one key is there afterwards. */
async function retire(room: RotationRoom, workload: string): Promise<void> {
  for (const days of [30, 60]) await room.reconcile(workload, new Date(Date.now() + days * day));
}

async function stagesOf(SecretId: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const { secrets } = kept.emulator.administrator;
  return (await secrets.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages ?? {};
}

/** Asks the emulator's Lambda as its administrator, whose signature it does not check. */
async function configuration(functionName: string, change?: object): Promise<{ readonly Environment: Environment }> {
  const { endpoint, region, certificatePem } = kept.emulator.connection;
  const { body } = await forward(
    endpoint,
    {
      method: change === undefined ? 'GET' : 'PUT',
      target: `/2015-03-31/functions/${functionName}/configuration`,
      headers: {
        host: new URL(endpoint).host,
        authorization: `AWS4-HMAC-SHA256 Credential=${administrator.accessKeyId}/20260101/${region}/lambda/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: Buffer.from(change === undefined ? '' : JSON.stringify(change)),
    },
    certificatePem,
  );
  return JSON.parse(body.toString()) as { readonly Environment: Environment };
}

interface Environment {
  readonly Variables: Readonly<Record<string, string>>;
}

function labelOf(stages: Readonly<Record<string, readonly string[]>>, label: string): string | undefined {
  return Object.entries(stages).find(([, labels]) => labels.includes(label))?.[0];
}

async function unlabel(SecretId: string, RemoveFromVersionId: string): Promise<void> {
  await kept.emulator.administrator.secrets.send(
    new UpdateSecretVersionStageCommand({ SecretId, VersionStage: 'AWSPENDING', RemoveFromVersionId }),
  );
}

/**
 * What the sandbox says when secrets do not rotate as they must, and how the emulator was made to begin rotations.
 *
 * @param output of a run with --keep, once it has ended
 */
export function describeRotation(output: () => string, environment: string): void {
  beforeAll(async () => {
    kept = await keptRoom(output(), environment);
  });

  describe('a run fails', () => {
    it('when nobody refuses an inactive key', async () => {
      const live = new LiveKeys(kept.emulator.administrator.iam);
      const blind = {
        find: async (id: string) => {
          const key = await live.find(id);
          return key && { ...key, status: 'Active' };
        },
      };
      await within({ keys: blind }, async (room) => {
        const { life, workload, secret } = await open(room);
        await retire(room, workload);
        await life.afterFirst();
        await life.rotateAgain();
        const { overlapDays } = secret.rotation;
        await room.reconcile(workload, await life.after(overlapDays));
        const look = life.lookAfter(overlapDays);
        await expect(look).rejects.toThrow(NotAsDeclared);
        await expect(look).rejects.toThrow(
          /AKIA\w+ of .* is no longer valid and still answers: .* s3:ListBucket works/,
        );
      });
    });

    it('when the hourly function has not done what was due', async () => {
      await within({}, async (room) => {
        const { life, workload, secret } = await open(room);
        await retire(room, workload);
        await life.afterFirst();
        await life.rotateAgain();
        await expect(life.lookAfter(secret.rotation.overlapDays)).rejects.toThrow('is Active instead of Inactive');
      });
    });

    it('when a rotation has made no new key', async () => {
      await within({}, async (room) => {
        const { life, workload } = await open(room);
        await retire(room, workload);
        await life.afterFirst();
        await expect(life.afterFirst()).rejects.toThrow('has made no new key');
      });
    });

    it('when an emergency is not answered', async () => {
      await within({}, async (room) => {
        const { life, workload } = await open(room);
        await retire(room, workload);
        await life.afterFirst();
        const early = jest.spyOn(room, 'carryOut').mockImplementation(async (name) => {
          await room.rotate(name);
          await life.declareEmergency();
        });
        await expect(life.endEmergency()).rejects.toThrow('is not answered');
        early.mockRestore();
        // It still is one, and both places of the user are taken: the oldest key makes room.
        await room.reconcile(workload, new Date());
        const states = (await life.endEmergency()).flatMap((fact) => (fact.fact === 'key' ? [fact.state] : []));
        expect(states).toEqual(['deleted', 'inactive', 'works']);
      });
    });

    it('when there is no function for a secret or a workload, or no row of a secret', async () => {
      await within({}, async (room) => {
        const { name } = await open(room);
        await expect(room.reconcile('nobody', new Date())).rejects.toThrow('looks after the secrets of nobody');
        await expect(room.rotate('nobody/prod/key')).rejects.toThrow('has not a function that rotates nobody/prod/key');
        const { JOURNAL_TABLE = '' } = room.variablesOf(name);
        const row = new JournalRow(room.administrator.tables, JOURNAL_TABLE, 'nobody/prod/key');
        await expect(row.currentSince()).rejects.toThrow('since when the value of nobody/prod/key is current');
      });
    });

    it('when a secret has a value before its rotation is switched on', async () => {
      const { secrets } = kept.emulator.administrator;
      const Name = `filled/${randomUUID()}`;
      await secrets.send(new CreateSecretCommand({ Name, SecretString: 'by hand' }));
      const begun = beginRotation(secrets, { SecretId: Name, ClientRequestToken: randomUUID() });
      await expect(begun).rejects.toThrow('has a value before its rotation is switched on');
    });

    it('when the hourly function begins no rotation', async () => {
      await within({}, async (room) => {
        const { name } = await open(room);
        await expect(room.carryOut(name)).rejects.toThrow('has begun no rotation');
      });
    });

    it('when a rotation fails, and says at which call', async () => {
      await within({}, async (room) => {
        const { name, workload, life } = await open(room);
        await retire(room, workload);
        await life.afterFirst();
        await life.rotateAgain();
        // The old key is still in its overlap, so there is no place for a third.
        await expect(room.rotate(name)).rejects.toThrow(/the rotation of .* failed: .*still in its overlap/);
        const [token = ''] =
          Object.entries(await stagesOf(name)).find(([, stages]) => stages.join() === 'AWSPENDING') ?? [];
        await unlabel(name, token);
      });
    });

    it('when a function is deployed otherwise than its template says', async () => {
      const [workload] = kept.environment.workloads;
      const name = reconcilerName(kept.environment, workload?.name ?? '');
      const { Environment } = await configuration(name);
      await configuration(name, { Environment: { Variables: { ...Environment.Variables, SECRETS: '[]' } } });
      try {
        await expect(RotationRoom.open(kept)).rejects.toThrow(/is not as its template says \(MODIFIED: .*SECRETS/);
      } finally {
        await configuration(name, { Environment });
      }
    });
  });

  describe('a rotation begins as on AWS', () => {
    it('with a pending version without a value, and one at a time', async () => {
      await within({}, async (room) => {
        const { name } = await open(room);
        const { secrets } = kept.emulator.administrator;
        const before = await stagesOf(name);
        const token = randomUUID();
        await beginRotation(secrets, { SecretId: name, ClientRequestToken: token });
        expect((await stagesOf(name))[token]).toEqual(['AWSPENDING']);
        expect(labelOf(await stagesOf(name), 'AWSCURRENT')).toBe(labelOf(before, 'AWSCURRENT'));
        const value = secrets.send(new GetSecretValueCommand({ SecretId: name, VersionId: token }));
        expect((await value).SecretString).toBeUndefined();
        const another = beginRotation(secrets, { SecretId: name, ClientRequestToken: randomUUID() });
        await expect(another).rejects.toThrow(RotationUnfinished);
        await unlabel(name, token);
      });
    });

    it('which the emulator itself still does not: it makes a copy current at once', async () => {
      const { secrets } = kept.emulator.administrator;
      const Name = `stub/${randomUUID()}`;
      await secrets.send(new CreateSecretCommand({ Name, SecretString: 'first' }));
      const { VersionId = '' } = await secrets.send(new RotateSecretCommand({ SecretId: Name }));
      expect((await stagesOf(Name))[VersionId]).toEqual(['AWSCURRENT']);
    });

    it('and a deployment rehearses it on a copy of the value, of which nothing is left', async () => {
      await within({}, async (room) => {
        const { name } = await open(room);
        const current = labelOf(await stagesOf(name), 'AWSCURRENT');
        await room.schedule(name);
        const stages = await stagesOf(name);
        expect(labelOf(stages, 'AWSCURRENT')).toBe(current);
        expect(labelOf(stages, 'AWSPENDING')).toBeUndefined();
      });
    });
  });
}
