import { exportJWK, generateKeyPair, type JWK } from 'jose';

import { KeySetLife } from '../../../tools/sandbox/rotation/token-key-life';
import { roomWith } from './value-room';

type Key = JWK & { readonly kid: string };

async function key(kid: string): Promise<Key> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: 'ES256' };
}

function publicPart({ d: _, ...part }: Key): Key {
  return part;
}

interface Keys {
  readonly retired: Key | null;
  readonly signing: Key;
  readonly next: Key;
}

/** A value, which publishes the public parts of those keys. */
function value(keys: Keys, published: readonly (Key | null)[]): string {
  const list = published.filter((one) => one !== null).map(publicPart);
  return JSON.stringify({ issuer: 'https://app.example.com', tokenMinutes: 5, ...keys, jwks: { keys: list } });
}

const secret = {
  kind: 'jwt-key-set',
  name: 'keys',
  algorithm: 'ES256',
  tokenMinutes: 5,
  verifierCacheSeconds: 300,
  rotation: { everyDays: 60 },
} as const;

function lifeOf(...values: readonly string[]): KeySetLife {
  return new KeySetLife({ workload: 'app', name: 'app/prod/keys', secret, room: roomWith(...values) });
}

describe('the life of a key set', () => {
  let first: Keys;
  let second: Keys;

  beforeAll(async () => {
    const [signing, next, third] = await Promise.all([key('one'), key('two'), key('three')]);
    first = { retired: null, signing, next };
    second = { retired: publicPart(signing), signing: next, next: third };
  });

  const all = ({ retired, signing, next }: Keys) => [retired, signing, next];

  it('keeps tokens valid across a rotation, in both directions', async () => {
    const life = lifeOf(value(first, all(first)), value(second, all(second)));
    await life.afterFirst();
    await expect(life.rotateAgain()).resolves.toMatchObject([
      { which: 'second', how: 'as if its value were 60 days old' },
      { fact: 'tokens verify', signedBefore: 'one', signedAfter: 'two' },
    ]);
  });

  it('fails the run when the set does not verify its own tokens', async () => {
    await expect(lifeOf(value(first, [first.next])).afterFirst()).rejects.toThrow('its own token does not verify');
  });

  it('fails the run when the new value has forgotten the key before', async () => {
    const life = lifeOf(value(first, all(first)), value(second, [second.signing, second.next]));
    await life.afterFirst();
    await expect(life.rotateAgain()).rejects.toThrow('a token of the key before does not verify');
  });

  it('fails the run when the new key was not announced', async () => {
    const life = lifeOf(value(first, [first.signing]), value(second, all(second)));
    await life.afterFirst();
    await expect(life.rotateAgain()).rejects.toThrow('has not read the new value yet does not verify');
  });

  it('fails the run when another key stands under the announced id', async () => {
    const other = { ...publicPart(await key('other')), kid: 'one' };
    const life = lifeOf(value(first, all(first)), value(second, [other, second.signing, second.next]));
    await life.afterFirst();
    await expect(life.rotateAgain()).rejects.toThrow('a token of the key before does not verify');
  });
});
