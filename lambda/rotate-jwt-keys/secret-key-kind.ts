import type { SecretVersion } from '../rotation/ports';
import { malformed, type ValueKind } from '../rotation/rotate-value';
import { mustRefuse, mustVerify } from './answers';
import type { JwtPorts } from './key-set-kind';
import { NotProven, refusal } from './not-proven';
import { asKey, isLongEnough, readSecretKey, writeSecretKey } from './secret-key';
import type { JwtSpecification } from './specification';
import { numericDate } from './times';
import { signToken } from './tokens';

/**
 * One HS256 secret, for applications that know only one key. Every rotation ends every session: nothing verifies a token
 * of the key before, and while caches last, signers and verifiers may hold different keys.
 */
export function jwtSecretKeyKind(specification: JwtSpecification, { clock, newKey }: JwtPorts): ValueKind {
  const { secret } = specification;
  const randomText = async () => String((await newKey('HS256')).k);
  return {
    make: async ({ current, isEmergency }) => {
      // In an emergency the current value may be anything: the way out of it must not lead through it.
      if (current !== undefined && !isEmergency && readSecretKey(current.value) === undefined) {
        throw malformed(secret, 'its current value is not a JSON object with a text in its field "secret"');
      }
      return writeSecretKey(specification, await randomText());
    },
    prove: async (pending, current) => {
      try {
        await prove(pending, current, clock.now(), await randomText());
      } catch (error) {
        if (error instanceof NotProven) throw refusal(secret, pending.versionId, error);
        throw error;
      }
    },
    assertPromotable: () => undefined,
  };
}

async function prove(
  pending: SecretVersion,
  current: SecretVersion | undefined,
  now: Date,
  stranger: string,
): Promise<void> {
  const value = readSecretKey(pending.value);
  if (value === undefined) throw new NotProven('is not a JSON object with a text in its field "secret"');
  if (value.algorithm !== 'HS256') throw new NotProven('is for another algorithm than HS256');
  if (!isLongEnough(value)) throw new NotProven('has a secret of less than 256 bits');
  const verifier = { ...value, retired: null, signing: asKey(value) };
  const expires = numericDate(now) + 60;
  const sign = (secret: string) => signToken(asKey({ secret }), value, now, expires);
  const signed = await sign(value.secret);
  await mustVerify('a token of its own', signed, verifier, now);
  await mustRefuse('an expired token', signed, verifier, new Date(expires * 1000));
  await mustRefuse("a token of a stranger's key", await sign(stranger), verifier, now);
  const before = current === undefined ? undefined : readSecretKey(current.value);
  if (before === undefined) return;
  await mustRefuse('a token of the key before', await sign(before.secret), verifier, now);
}
