import { createLocalJWKSet, decodeProtectedHeader, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';

import type { Moment } from '../support/functions/guarded-emulator';
import { leaksOf } from '../support/functions/leaks';
import { rotatingEnvironment } from '../support/functions/rotating-environment';
import { RunningRoom } from '../support/functions/running-room';
import { synthesizedRoom } from '../support/functions/synthesized-room';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const keys = 'session-keys';
const oldKey = 'old-session-key';
const synthesized = synthesizedRoom(rotatingEnvironment());

interface KeySet {
  readonly issuer: string;
  readonly audience: string;
  readonly retired: (JWK & { readonly notAfter: number }) | null;
  readonly signing: JWK;
  readonly next: JWK;
  readonly jwks: { readonly keys: JWK[] };
}

let room: RunningRoom;
let first: Moment;

beforeAll(async () => {
  room = await RunningRoom.start(synthesized, { keepsWarm: true });
  await room.renew();
  await room.fill([keys, oldKey]);
  first = await room.emulator.save();
}, 120_000);

beforeEach(async () => {
  await room.putBack(first);
  room.gate.planFaults([]);
});

afterAll(async () => (room as RunningRoom | undefined)?.stop());

it('signs after a rotation with the key that verifiers knew before it, and its old tokens verify on', async () => {
  const before = await keySet();
  const old = await tokenOf(before);
  await room.emulator.pass(60 * day);
  expect(await room.secret(keys).rotate()).toMatchObject({ isFinished: true });
  const after = await keySet();
  expect([after.signing.kid, after.retired?.kid]).toEqual([before.next.kid, before.signing.kid]);
  await expect(verified(old, after)).resolves.toBe(before.signing.kid);
  await expect(verified(await tokenOf(after), before)).resolves.toBe(before.next.kid);
}, 30_000);

it('publishes public keys and nothing else, in the first value and in later ones', async () => {
  await room.emulator.pass(60 * day);
  const before = await keySet();
  await room.secret(keys).rotate();
  for (const { jwks } of [before, await keySet()]) {
    expect(jwks.keys.length).toBeGreaterThanOrEqual(2);
    for (const key of jwks.keys) {
      expect(
        Object.keys(key).filter((part) => !['kty', 'crv', 'alg', 'use', 'kid', 'x', 'y', 'notAfter'].includes(part)),
      ).toEqual([]);
    }
  }
}, 30_000);

it('takes the secret part from the key that signs no more', async () => {
  await room.emulator.pass(60 * day);
  await room.secret(keys).rotate();
  const { retired, signing } = await keySet();
  expect([retired !== null && 'd' in retired, 'd' in signing]).toEqual([false, true]);
}, 30_000);

it('refuses to rotate while verifiers may not know the next key, and does once they must', async () => {
  await room.emulator.pass(hour);
  const before = await room.value(keys);
  const secret = room.secret(keys);
  const token = await secret.begin();
  const refused = await secret.deliver('createSecret', token);
  expect(refused.outcome).toBe('failed');
  const [, instant = ''] = /Wait until (\S+Z)/.exec(refused.error ?? '') ?? [];
  expect(Date.parse(instant)).toBeGreaterThan(room.emulator.now.getTime());
  expect(await room.value(keys)).toBe(before);
  await room.emulator.pass(Date.parse(instant) - room.emulator.now.getTime() + 2000);
  expect(await secret.attempt(token, 1)).toMatchObject({ isFinished: true });
}, 30_000);

it('makes every key anew in an emergency, at any time, and ends it by that', async () => {
  const before = await keySet();
  await room.request(keys, 'emergency', 'a backup was found in the open');
  expect(await room.secret(keys).rotate()).toMatchObject({ isFinished: true });
  const after = await keySet();
  expect(after.retired).toBeNull();
  const kids = [before.signing, before.next].map(({ kid }) => kid);
  expect([after.signing.kid, after.next.kid].filter((kid) => kids.includes(kid))).toEqual([]);
  await expect(verified(await tokenOf(before), after)).rejects.toThrow('no applicable key found');
  await room.emulator.pass(day);
  const stages = await room.stages(keys);
  expect(await room.tick()).toMatchObject({ outcome: 'done' });
  expect(await room.stages(keys)).toEqual(stages);
}, 30_000);

it('replaces the one key of an application that knows one only', async () => {
  const before = JSON.parse(await room.value(oldKey)) as { readonly secret: string };
  expect(await room.secret(oldKey).rotate()).toMatchObject({ isFinished: true });
  const after = JSON.parse(await room.value(oldKey)) as { readonly secret: string };
  expect(after.secret).not.toBe(before.secret);
  expect(Buffer.from(after.secret, 'base64url').length).toBeGreaterThanOrEqual(32);
  expect(await leaksOf(room, oldKey, [JSON.stringify(before), JSON.stringify(after)])).toEqual([]);
}, 30_000);

it('writes no secret part of a key anywhere', async () => {
  const before = await room.value(keys);
  await room.emulator.pass(60 * day);
  await room.secret(keys).rotate();
  expect(await leaksOf(room, keys, [before, await room.value(keys)])).toEqual([]);
}, 30_000);

it('is rehearsed by a deployment without a value or a row in the journal', async () => {
  const value = await room.value(keys);
  expect(await room.secret(keys).schedule()).toMatchObject({ outcome: 'done' });
  expect(room.gate.calls.map(({ name }) => name).filter((name) => /Put|Update|Transact/.test(name))).toEqual([]);
  expect(await room.value(keys)).toBe(value);
}, 30_000);

async function keySet(): Promise<KeySet> {
  return JSON.parse(await room.value(keys)) as KeySet;
}

async function tokenOf({ signing, issuer, audience }: KeySet): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', kid: signing.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setExpirationTime('1h')
    .sign(await importJWK(signing, 'ES256'));
}

/** As any verifier does that fetches the published keys. @returns id of the key that signed */
async function verified(token: string, { jwks, issuer, audience }: KeySet): Promise<string | undefined> {
  await jwtVerify(token, createLocalJWKSet(jwks), { issuer, audience });
  return decodeProtectedHeader(token).kid;
}
