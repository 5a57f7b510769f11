import { errors } from 'jose';

import type { Jwk } from './jwk';
import { NotProven } from './not-proven';
import { signToken, type Terms, UnknownKey, type Verifying, verifyToken } from './tokens';

/** Verifies as applications do. A test passes one that accepts too much. */
export type Verifier = typeof verifyToken;

async function verifies(token: string, keys: Verifying, now: Date, verify: Verifier): Promise<boolean> {
  try {
    await verify(token, keys, now);
    return true;
  } catch (error) {
    if (error instanceof UnknownKey || error instanceof errors.JOSEError) return false;
    throw error;
  }
}

/** @throws NotProven when the members of the key do not belong together, without the platform's error, which may quote them */
export async function mustSign(what: string, key: Jwk, terms: Terms, now: Date, expires: number): Promise<string> {
  try {
    return await signToken(key, terms, now, expires);
  } catch {
    throw new NotProven(`cannot sign with ${what}`);
  }
}

/** @throws NotProven when a verifier with these keys refuses the token */
export async function mustVerify(
  what: string,
  token: string,
  keys: Verifying,
  now: Date,
  verify: Verifier = verifyToken,
): Promise<void> {
  if (!(await verifies(token, keys, now, verify))) throw new NotProven(`refuses ${what}`);
}

/** @throws NotProven when a verifier with these keys accepts the token */
export async function mustRefuse(
  what: string,
  token: string,
  keys: Verifying,
  now: Date,
  verify: Verifier = verifyToken,
): Promise<void> {
  if (await verifies(token, keys, now, verify)) throw new NotProven(`accepts ${what}`);
}
