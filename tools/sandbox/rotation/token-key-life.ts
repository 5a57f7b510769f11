import { decodeProtectedHeader, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';

import { NotAsDeclared } from '../errors';
import type { Fact } from '../room/fact';
import type { Rotated, SecretLife } from './secret-life';

const day = 24 * 60 * 60 * 1000;

type TokenKey = JWK & { readonly kid: string; readonly alg: string };

/** A value of the kind `jwt-key-set`, as an application reads it. */
interface KeySet {
  readonly issuer?: string;
  readonly audience?: string;
  readonly tokenMinutes: number;
  readonly retired: TokenKey | null;
  readonly signing: TokenKey;
  readonly next: TokenKey;
  /** Public parts; absent where every key is secret. */
  readonly jwks?: { readonly keys: readonly TokenKey[] };
}

/** An application with a key set: whether it signs and verifies across a rotation. */
export class KeySetLife implements SecretLife {
  private first: KeySet | undefined;

  public constructor(private readonly rotated: Rotated<'jwt-key-set'>) {}

  public async afterFirst(): Promise<Fact[]> {
    const { workload, name: secret } = this.rotated;
    this.first = await this.read();
    await this.mustVerify(await tokenOf(this.first), this.first, 'its own token');
    return [{ fact: 'rotated', workload, secret, which: 'first', how: 'started by the hourly function' }];
  }

  public async rotateAgain(): Promise<Fact[]> {
    const { room, workload, name: secret, secret: declared } = this.rotated;
    const before = this.first ?? (await this.read());
    const oldToken = await tokenOf(before);
    await room.age(secret, declared.rotation.everyDays * day);
    await room.rotate(secret);
    const now = await this.read();
    await this.mustVerify(oldToken, now, 'a token of the key before');
    await this.mustVerify(
      await tokenOf(now),
      before,
      'a token of the new key, by whoever has not read the new value yet',
    );
    const how = `as if its value were ${String(declared.rotation.everyDays)} days old`;
    return [
      { fact: 'rotated', workload, secret, which: 'second', how },
      { fact: 'tokens verify', workload, secret, signedBefore: before.signing.kid, signedAfter: now.signing.kid },
    ];
  }

  private async read(): Promise<KeySet> {
    return JSON.parse(await this.rotated.room.valueOf(this.rotated.name)) as KeySet;
  }

  private async mustVerify(token: string, keySet: KeySet, what: string): Promise<void> {
    if (await verifies(token, keySet)) return;
    throw new NotAsDeclared(
      `${what} does not verify with ${this.rotated.name}`,
      'Whoever holds such a token is logged out: see lambda/rotate-jwt-keys/shift.ts',
    );
  }
}

async function tokenOf({ signing, issuer, audience, tokenMinutes }: KeySet): Promise<string> {
  const token = new SignJWT({ sub: 'sandbox' }).setProtectedHeader({ alg: signing.alg, kid: signing.kid });
  token.setIssuedAt().setExpirationTime(`${String(tokenMinutes)} minutes`);
  if (issuer !== undefined) token.setIssuer(issuer);
  if (audience !== undefined) token.setAudience(audience);
  return token.sign(await importJWK(signing, signing.alg));
}

/** By the published keys where there are some, as somebody does who never sees the secret. */
async function verifies(token: string, { jwks, retired, signing, next, issuer, audience }: KeySet): Promise<boolean> {
  const { kid } = decodeProtectedHeader(token);
  const keys = jwks?.keys ?? [retired, signing, next].filter((key) => key !== null);
  const key = keys.find((candidate) => candidate.kid === kid);
  if (key === undefined) return false;
  return jwtVerify(token, await importJWK(key, key.alg), { issuer, audience, algorithms: [key.alg] }).then(
    () => true,
    () => false,
  );
}
