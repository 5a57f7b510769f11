import type { Algorithm } from './jwk';

/** Plain values that an application reads together with its keys. */
export type PlainFields = Readonly<Record<string, unknown>>;

/** What the configuration says about the keys of one secret. */
export interface JwtSpecification {
  /** Name of the secret. */
  readonly secret: string;
  readonly shape: 'key-set' | 'secret-key';
  /** Of the keys that are made from now on; HS256 for a secret key. */
  readonly algorithm: Algorithm;
  /** Longest life of a token. */
  readonly tokenMinutes: number;
  /** Longest time for which a signer or verifier serves a value from its cache. */
  readonly cacheSeconds: number;
  readonly issuer?: string;
  readonly audience?: string;
  readonly fields: PlainFields;
}
