import { EnvironmentIncomplete, requireVariables, type RotationEnvironment } from '../rotation/environment';
import { parseObject } from '../rotation/json';
import { isAlgorithm } from './jwk';
import type { JwtSpecification, PlainFields } from './specification';

/** The environment contract of the function that rotates keys which sign tokens. */
export interface RotateJwtKeysEnvironment extends RotationEnvironment {
  /** `key-set` for retired, signing and next key; `secret-key` for applications that know one key. */
  readonly SHAPE: 'key-set' | 'secret-key';
  readonly ALGORITHM: 'HS256' | 'ES256' | 'EdDSA';
  /** Longest life of a token, in minutes. */
  readonly TOKEN_MINUTES: string;
  /** Longest time for which a signer or verifier serves a value from its cache, in seconds. */
  readonly CACHE_SECONDS: string;
  readonly ISSUER?: string;
  readonly AUDIENCE?: string;
  /** Plain fields beside the keys, as a JSON object. */
  readonly FIELDS: string;
}

function refuse(variable: string, allowed: string): EnvironmentIncomplete {
  return new EnvironmentIncomplete(`${variable} must be ${allowed}: deploy its stack again`);
}

function wholeNumber(variable: string, value: string, least: number): number {
  if (!/^\d{1,9}$/.test(value) || Number(value) < least) throw refuse(variable, `a whole number from ${least}`);
  return Number(value);
}

function plainFields(value: string): PlainFields {
  const fields = parseObject(value);
  if (fields === undefined) throw refuse('FIELDS', 'a JSON object');
  return fields;
}

/** @throws EnvironmentIncomplete */
export function readSpecification(environment: Readonly<Record<string, string | undefined>>): JwtSpecification {
  const { SECRET_NAME, SHAPE, ALGORITHM, TOKEN_MINUTES, CACHE_SECONDS, FIELDS } = requireVariables(environment, [
    'SECRET_NAME',
    'SHAPE',
    'ALGORITHM',
    'TOKEN_MINUTES',
    'CACHE_SECONDS',
    'FIELDS',
  ]);
  if (!isAlgorithm(ALGORITHM)) throw refuse('ALGORITHM', 'HS256, ES256 or EdDSA');
  if (SHAPE !== 'key-set' && SHAPE !== 'secret-key') throw refuse('SHAPE', 'key-set or secret-key');
  if (SHAPE === 'secret-key' && ALGORITHM !== 'HS256') throw refuse('ALGORITHM', 'HS256 for one secret key');
  const { ISSUER, AUDIENCE } = environment;
  return {
    secret: SECRET_NAME,
    shape: SHAPE,
    algorithm: ALGORITHM,
    tokenMinutes: wholeNumber('TOKEN_MINUTES', TOKEN_MINUTES, 1),
    cacheSeconds: wholeNumber('CACHE_SECONDS', CACHE_SECONDS, 0),
    fields: plainFields(FIELDS),
    ...(ISSUER === undefined || ISSUER === '' ? {} : { issuer: ISSUER }),
    ...(AUDIENCE === undefined || AUDIENCE === '' ? {} : { audience: AUDIENCE }),
  };
}
