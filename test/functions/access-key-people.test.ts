import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  GetUserPolicyCommand,
  ListGroupsForUserCommand,
  RemoveUserFromGroupCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { DisableKeyCommand } from '@aws-sdk/client-kms';
import {
  CancelRotateSecretCommand,
  DescribeSecretCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';

import type { Rotation } from '../../tools/functions/rotating-secret';
import type { Moment } from '../support/functions/guarded-emulator';
import { leaksOf } from '../support/functions/leaks';
import { RunningRoom } from '../support/functions/running-room';
import { synthesizedRoom } from '../support/functions/synthesized-room';
import { environments, named } from '../support/templates';

const name = 'scanner-key';
const hour = 60 * 60 * 1000;
const day = 24 * hour;
const synthesized = synthesizedRoom(named(environments, 'prod'));

let room: RunningRoom;
/** After the first rotation, in the overlap of the second, and in the watch after it. */
let oneKey: Moment;
let overlap: Moment;
let watch: Moment;

beforeAll(async () => {
  room = await RunningRoom.start(synthesized, { keepsWarm: true });
  await room.renew();
  await room.fill(['session-keys', name]);
  oneKey = await room.emulator.save();
  await room.secret(name).rotate();
  await room.tick();
  overlap = await room.emulator.save();
  await room.emulator.pass(7.5 * day);
  await room.tick();
  watch = await room.emulator.save();
}, 120_000);

afterAll(async () => (room as RunningRoom | undefined)?.stop());

afterEach(() => room.judgeBy(synthesized.assembly));

describe('an emergency', () => {
  beforeEach(async () => {
    await room.putBack(overlap);
    await room.request(name, 'emergency', 'the laptop of an engineer was stolen');
  }, 30_000);

  it('leaves nothing working but the new key, and sees for itself that the others are refused', async () => {
    const [old, current] = [await room.value(name, 'AWSPREVIOUS'), await room.value(name)];
    room.gate.planFaults([]);
    expect(await room.secret(name).rotate()).toMatchObject({ isFinished: true });
    expect(await room.works(await room.value(name))).toBe(true);
    expect([await room.works(old), await room.works(current)]).toEqual([false, false]);
    const tried = room.gate.calls
      .filter(({ decision }) => decision === 'key-refused')
      .map(({ accessKeyId }) => accessKeyId);
    expect(tried).toContain(idOf(current));
  }, 30_000);

  it('denies every session that was issued before, and asks IAM whether that stands', async () => {
    const before = room.emulator.now;
    room.gate.planFaults([]);
    await room.secret(name).rotate();
    const { PolicyDocument = '' } = await room.emulator.administrator.iam.send(
      new GetUserPolicyCommand({ UserName: room.userOf(name), PolicyName: 'strongroom-sessions-end' }),
    );
    const { Statement } = JSON.parse(decodeURIComponent(PolicyDocument)) as {
      Statement: { Effect: string; Action: string; Condition: { DateLessThan: Record<string, string> } }[];
    };
    expect(Statement).toMatchObject([{ Effect: 'Deny', Action: '*', Resource: '*' }]);
    const instant = Statement[0]?.Condition.DateLessThan['aws:TokenIssueTime'] ?? '';
    expect(Date.parse(instant)).toBeGreaterThanOrEqual(Math.floor(before.getTime() / 1000) * 1000);
    expect(callNames()).toEqual(expect.arrayContaining(['PutUserPolicy', 'GetUserPolicy']));
  }, 30_000);

  it('is over once it is answered, and the next rotation is an ordinary one again', async () => {
    await room.secret(name).rotate();
    await room.emulator.pass(2 * day);
    expect(await room.tick()).toMatchObject({ outcome: 'done' });
    expect(await room.keysOf(name)).toMatchObject([{ status: 'Active' }]);
    const answered = await room.value(name);
    expect(await room.secret(name).rotate()).toMatchObject({ isFinished: true });
    expect([await room.works(answered), await room.works(await room.value(name))]).toEqual([true, true]);
  }, 30_000);

  it('is answered within the hour when nobody starts the rotation', async () => {
    expect(await room.tick()).toMatchObject({ outcome: 'done' });
    expect(await room.secret(name).attempt(await room.pendingOf(name))).toMatchObject({ isFinished: true });
    expect((await room.keysOf(name)).map(({ status }) => status)).toEqual(['Inactive', 'Active']);
  }, 30_000);
});

describe('keys that take the place of a new one', () => {
  it("are never touched when they are a person's: the refusal names the key, and an event tells it", async () => {
    await room.putBack(oneKey);
    const foreign = await someonesKey();
    const current = await room.value(name);
    expect(messageOf(await room.secret(name).rotate(1))).toContain(foreign);
    await room.emulator.pass(2 * hour);
    room.gate.planFaults([]);
    expect(await room.tick()).toMatchObject({ outcome: 'done' });
    expect(callNames()).toContain('PutEvents');
    expect(await room.keysOf(name)).toContainEqual({ id: foreign, status: 'Active' });
    expect(await room.works(current)).toBe(true);
  }, 30_000);

  it('are waited for in their overlap: a rotation that comes too early changes nothing', async () => {
    await room.putBack(overlap);
    const [keys, stages] = [await room.keysOf(name), await room.value(name)];
    const old = idOf(await room.value(name, 'AWSPREVIOUS'));
    expect(messageOf(await room.secret(name).rotate(1))).toMatch(new RegExp(`${old}.*overlap`));
    expect(await room.keysOf(name)).toEqual(keys);
    expect(await room.value(name)).toBe(stages);
  }, 30_000);
});

describe('what people do to the user and its keys', () => {
  it('has a rotation fail with what to do when the user is gone, before anything is made', async () => {
    await room.putBack(oneKey);
    await deleteUser();
    expect(messageOf(await room.secret(name).rotate(1))).toMatch(
      /user \S*scanner\S* does not exist\. Deploy its stack/i,
    );
    room.gate.planFaults([]);
    await room.tick();
    expect(callNames()).toContain('PutEvents');
  }, 30_000);

  it('has another key made when somebody deactivates the current one', async () => {
    await room.putBack(oneKey);
    const stopped = await room.value(name);
    await room.emulator.administrator.iam.send(
      new UpdateAccessKeyCommand({ UserName: room.userOf(name), AccessKeyId: idOf(stopped), Status: 'Inactive' }),
    );
    expect(await room.works(stopped)).toBe(false);
    expect(await room.tick()).toMatchObject({ outcome: 'done' });
    expect(await room.secret(name).attempt(await room.pendingOf(name))).toMatchObject({ isFinished: true });
    expect(await room.works(await room.value(name))).toBe(true);
  }, 30_000);
});

describe('requests of an operator', () => {
  it('reactivate an old key in its watch, and its overlap begins anew', async () => {
    await room.putBack(watch);
    const old = await room.value(name, 'AWSPREVIOUS');
    expect(await room.works(old)).toBe(false);
    await room.request(name, 'reactivate', idOf(old));
    expect(await room.tick()).toMatchObject({ outcome: 'done' });
    expect(await room.works(old)).toBe(true);
    await room.emulator.pass(6 * day);
    await room.tick();
    expect(await room.works(old)).toBe(true);
  }, 30_000);

  it('give an unfinished rotation up with its key, so that the next one begins with nothing of it', async () => {
    await room.putBack(oneKey);
    const secret = room.secret(name);
    const token = await secret.begin();
    await secret.deliver('createSecret', token);
    expect(await room.keysOf(name)).toHaveLength(2);
    await room.request(name, 'discard', token);
    expect(await room.tick()).toMatchObject({ outcome: 'done' });
    expect(await room.keysOf(name)).toHaveLength(1);
    expect(await secret.deliver('testSecret', token)).toMatchObject({ outcome: 'failed' });
    expect(await secret.rotate()).toMatchObject({ isFinished: true });
  }, 30_000);
});

describe('a secret that cannot be rotated', () => {
  beforeEach(async () => room.putBack(oneKey), 30_000);

  afterEach(async () => {
    expect(await room.keysOf(name)).toHaveLength(1);
    expect(callNames()).not.toContain('CreateAccessKey');
  });

  it('makes no key while its encryption key is disabled', async () => {
    const { KmsKeyId = '' } = await room.emulator.administrator.secrets.send(
      new DescribeSecretCommand({ SecretId: room.fullName(name) }),
    );
    await room.emulator.administrator.keys.send(new DisableKeyCommand({ KeyId: KmsKeyId.split('/').at(-1) }));
    room.gate.planFaults([]);
    expect(messageOf(await room.secret(name).rotate(1))).toMatch(/encryption key .* is disabled/);
  }, 30_000);

  it('makes no key after its rotation was cancelled, and an event tells it', async () => {
    const secret = room.secret(name);
    const token = await secret.begin(room.functionArn(`-rotate-${name}`));
    await room.emulator.administrator.secrets.send(new CancelRotateSecretCommand({ SecretId: room.fullName(name) }));
    room.gate.planFaults([]);
    const { outcome, error } = await secret.deliver('createSecret', token);
    expect(outcome).toBe('failed');
    expect(error).toContain('its rotation is switched off');
    await room.tick();
    expect(callNames()).toContain('PutEvents');
  }, 30_000);

  it.each([
    ['no JSON', 'canary-of-a-person-1234567890'],
    [
      'another user',
      JSON.stringify({
        accessKeyId: 'AKIAI44QH8DHBEXAMPLE',
        secretAccessKey: 'canary-of-a-person-1234567890',
        userName: 'somebody',
      }),
    ],
    ['no key', JSON.stringify({ userName: 'scanner', password: 'canary-of-a-person-1234567890' })],
  ])(
    'makes no key while its value is %s, and says so without the value',
    async (_, value) => {
      await room.emulator.administrator.secrets.send(
        new PutSecretValueCommand({
          SecretId: room.fullName(name),
          SecretString: value,
          VersionStages: ['AWSCURRENT'],
        }),
      );
      room.gate.planFaults([]);
      expect(messageOf(await room.secret(name).rotate(1))).toMatch(/Put the last good version back/);
      expect(await leaksOf(room, name, [value])).toEqual([]);
    },
    30_000,
  );
});

function idOf(value: string): string {
  return (JSON.parse(value) as { readonly accessKeyId: string }).accessKeyId;
}

function callNames(): string[] {
  return room.gate.calls.map((call) => call.name);
}

/** What the rotation failed with. */
function messageOf({ isFinished, invocations }: Rotation): string {
  if (isFinished) throw new Error('the rotation did not fail');
  return invocations.at(-1)?.error ?? '';
}

async function someonesKey(): Promise<string> {
  const { iam } = room.emulator.administrator;
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: room.userOf(name) }));
  return AccessKey?.AccessKeyId ?? '';
}

async function deleteUser(): Promise<void> {
  const { iam } = room.emulator.administrator;
  const UserName = room.userOf(name);
  for (const { id } of await room.keysOf(name)) {
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: id }));
  }
  const { Groups = [] } = await iam.send(new ListGroupsForUserCommand({ UserName }));
  for (const { GroupName } of Groups) await iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName }));
  await iam.send(new DeleteUserCommand({ UserName }));
}
