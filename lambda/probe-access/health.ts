/**
 * What is known about the access of one key. Never a value.
 *
 * `not_configured`: there is no complete key to try. `connection_failed`: there is one, and it does not do what it is for.
 */
export interface Health {
  readonly status: 'connected' | 'not_configured' | 'connection_failed';
  /** Full name of the secret, or where else the key was read. */
  readonly secret: string;
  readonly region: string;
  /** Where the key lists. Absent for one that lists nothing. */
  readonly bucket?: string;
  readonly prefix?: string;
  readonly hasKeyId: boolean;
  readonly hasSecret: boolean;
  /** One sentence, where there is something to say. */
  readonly reason?: string;
}
