import { mustRefuse, mustSign, mustVerify, type Verifier } from './answers';
import type { Jwk } from './jwk';
import type { RetiredKey, StoredKeySet } from './key-set';
import { numericDate } from './times';
import { signToken } from './tokens';

function at(seconds: number): Date {
  return new Date(seconds * 1000);
}

/** Has a verifier of the new value look at tokens of its keys, an expired one and a stranger's. */
export async function proveTokens(pending: StoredKeySet, stranger: Jwk, now: Date, verify?: Verifier): Promise<void> {
  const expires = numericDate(now) + 60;
  const signed = await mustSign('its signing key', pending.signing, pending, now, expires);
  const announced = await mustSign('its next key', pending.next, pending, now, expires);
  const forged = await signToken({ ...stranger, kid: pending.signing.kid }, pending, now, expires);
  await mustVerify('a token of its signing key', signed, pending, now, verify);
  await mustVerify('a token of its next key', announced, pending, now, verify);
  await mustRefuse('an expired token', signed, pending, at(expires), verify);
  await mustRefuse("a token of a stranger's key", forged, pending, now, verify);
}

/** Has a verifier that holds nothing but the retired key look at tokens of the key that it was. */
export async function proveRetired(
  retired: RetiredKey,
  before: StoredKeySet,
  now: Date,
  verify?: Verifier,
): Promise<void> {
  const { notAfter } = retired;
  // Whatever the key signs keeps to the issuer and audience of the value that it signs in.
  const verifier = { ...before, retired, signing: undefined, next: undefined };
  const token = await mustSign('the key before', before.signing, before, now, notAfter + 60);
  await mustVerify('a token of the key before', token, verifier, now, verify);
  await mustVerify('the last tokens of the key before', token, verifier, at(notAfter), verify);
  await mustRefuse('tokens of the key before after their time', token, verifier, at(notAfter + 1), verify);
}
