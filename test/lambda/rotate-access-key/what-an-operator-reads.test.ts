import type { Standing } from '../../../lambda/access-keys/accounting';
import type { AccessKeys, KeyTrial } from '../../../lambda/access-keys/ports';
import { clearSlot } from '../../../lambda/rotate-access-key/clear-slot';
import { proveKey } from '../../../lambda/rotate-access-key/prove-key';
import { CallFailed, type Refusal } from '../../../lambda/rotation/errors';
import { SECRET_NAME, USER_ARN } from '../../support/aws-model/world';
import { ModelRoom } from '../rotation/model-room';
import { accounted } from './given';

const discard = 'Give the pending version up (request "discard" in the journal)';
const fails = (refusal: Refusal) => () => Promise.reject(new CallFailed('a:Call', refusal, 'SomeCode'));

/** What stopped it, with the call that failed as its cause. */
async function causeOf(running: Promise<unknown>): Promise<unknown> {
  return running.then(
    () => 'nothing stopped it',
    (error: unknown) => (error instanceof Error ? error.cause : 'no error'),
  );
}

async function messageOf(running: Promise<unknown>): Promise<string> {
  return running.then(
    () => 'nothing stopped it',
    (error: unknown) => (error instanceof Error ? error.message : 'no error'),
  );
}

function prove(more: Partial<KeyTrial>, room = new ModelRoom()): Promise<void> {
  const trial: KeyTrial = {
    identity: () => Promise.resolve(USER_ARN),
    use: () => Promise.resolve(),
    overreach: fails('denied'),
    ...more,
  };
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'CANARY' };
  const expected = { secret: SECRET_NAME, userArn: USER_ARN, mayBeDenied: false };
  return proveKey({ ...room.ports, trial }, credentials, expected);
}

const proving = (more: Partial<KeyTrial>, room?: ModelRoom) => messageOf(prove(more, room));

describe('of a pending key', () => {
  test('whose it is, when it is another’s', async () => {
    const other = `${USER_ARN}-two`;
    expect(await proving({ identity: () => Promise.resolve(other) })).toBe(
      `${SECRET_NAME}: the pending key belongs to ${other}, not to ${USER_ARN}. ${discard} and find out who put it.`,
    );
  });

  test('that its secret part is wrong', async () => {
    expect(await proving({ identity: fails('wrong-signature') })).toBe(
      `${SECRET_NAME}: AWS knows the pending key and refuses its signature: the stored secret part is wrong. ${discard}; the current key stays in use.`,
    );
  });

  test('that its user may too much', async () => {
    expect(await proving({ overreach: () => Promise.resolve() })).toBe(
      `${SECRET_NAME}: ${USER_ARN} may list access keys, which its boundary must not allow. Deploy its stack, which puts its boundary back, and find out who took it off.`,
    );
  });

  test('what it lacked last, and how often it was tried, when it does not work in time', async () => {
    expect(await proving({ use: fails('unknown-key') })).toMatch(
      /^shop\/prod\/files-key: the pending key did not work 3 times in a row in \d+ rounds \(last: a:Call failed: SomeCode \(unknown-key\)\)\. The next try goes on with the same key; if it never works, give the pending version up \(request "discard" in the journal\)\.$/,
    );
  });

  test('that it worked last, when the time is over before it worked often enough', async () => {
    const room = new ModelRoom();
    Object.assign(room.ports.clock, { remaining: () => 0 });
    expect(await proving({}, room)).toContain('in 1 rounds (last: success)');
  });

  test('which call failed, as the cause', async () => {
    expect(await causeOf(prove({ identity: fails('wrong-signature') }))).toMatchObject({ refusal: 'wrong-signature' });
    expect(await causeOf(prove({ use: fails('unknown-key') }))).toMatchObject({ refusal: 'unknown-key' });
  });

  test('no cause where nothing failed', async () => {
    const room = new ModelRoom();
    Object.assign(room.ports.clock, { remaining: () => 0 });
    expect(await causeOf(prove({}, room))).toBeUndefined();
  });

  test('that it works, and after how many rounds', async () => {
    const room = new ModelRoom();
    await proving({}, room);
    expect(room.logged).toEqual(['the pending key works']);
    expect(room.fields).toEqual([{ attempts: 3 }]);
  });
});

describe('of two taken places', () => {
  const createdAt = new Date('2027-03-01T00:00:00Z');
  const slots = {
    secret: SECRET_NAME,
    now: new Date('2027-03-02T00:00:00Z'),
    rules: { overlapDays: 7, watchDays: 1 },
    currentSince: createdAt,
    isEmergency: false,
  };

  function clearing(standing: Standing, isStillUnused = true): Promise<string> {
    const { keys } = new ModelRoom().ports;
    const unused: AccessKeys = { ...keys, lastUse: () => Promise.resolve({}) };
    const all = (['current', standing] as const).map((one) =>
      accounted({ id: `AKIA-${one}`, status: 'Active', createdAt }, one),
    );
    const look = () => Promise.resolve(isStillUnused);
    return messageOf(clearSlot(unused, all, { ...slots, isStillUnused: look }));
  }

  test('which key is in its overlap, and when there is room', async () => {
    expect(await clearing('old')).toBe(
      `${SECRET_NAME}: its user has two keys, and the old one (AKIA-old, Active) is still in its overlap or watch. Wait until the retirement has deleted it; if the current key is known to others, declare an emergency, which cuts the overlap short.`,
    );
  });

  test('which key no rotation made, when, and that nobody else deletes it', async () => {
    expect(await clearing('foreign')).toBe(
      `${SECRET_NAME}: its user has two keys, and AKIA-foreign (created ${createdAt.toISOString()}, Active) was not made by a rotation, or is in use. Find out who made it, and delete it by hand if nobody may have it: the rotation never deletes a key that it did not make.`,
    );
  });

  test('that labels moved, and that the next try looks anew', async () => {
    expect(await clearing('abandoned', false)).toBe(
      `${SECRET_NAME}: somebody moved its labels while key AKIA-abandoned was about to be removed, and the key may be in use again. Nothing to do: the key is left as it is, and the next try looks at everything anew.`,
    );
  });
});
