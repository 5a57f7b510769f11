/** What every rotation needs from outside. AWS stands behind these in `aws/`, and a model of AWS in the tests. */

/** Labels of a version. @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html */
export const CURRENT = 'AWSCURRENT';
export const PENDING = 'AWSPENDING';
export const PREVIOUS = 'AWSPREVIOUS';

export interface SecretDescription {
  readonly arn: string;
  readonly rotationEnabled: boolean;
  /** The secret waits for its deletion. */
  readonly isDeleted: boolean;
  /** Key that encrypts the values; absent for the account's default key. */
  readonly kmsKeyId?: string;
  /** Labels by version id. */
  readonly stages: Readonly<Record<string, readonly string[]>>;
}

export interface SecretVersion {
  readonly versionId: string;
  /** Secret. Never logged, never part of an error. */
  readonly value: string;
  readonly createdAt: Date;
}

/** One secret in Secrets Manager. Every method is one call and throws `CallFailed`. */
export interface SecretStore {
  describe(): Promise<SecretDescription>;
  /**
   * By id and label together, because a label alone may already be elsewhere. `not-found` while the version has no value,
   * `conflict` while the label is not on it.
   */
  read(versionId: string, stage: string): Promise<SecretVersion>;
  /** The same value again is no change; another value under a used token is a `conflict`. The new version is AWSPENDING. */
  put(token: string, value: string): Promise<void>;
  /** Moves a label if it is where the caller saw it; `conflict` otherwise. Without `to`, takes it away. */
  moveStage(stage: string, from: string | undefined, to: string | undefined): Promise<void>;
  /** Starts a rotation, or has an unfinished one attempted again. Asynchronous: success says only that it begins. */
  startRotation(): Promise<void>;
}

/** The key that encrypts a secret. One call; throws `CallFailed`. */
export interface EncryptionKeys {
  isEnabled(keyId: string): Promise<boolean>;
}

export interface Clock {
  /** Time of the service, not of this machine: every age is a difference of two such times. */
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  /** Milliseconds that this invocation may still take. */
  remaining(): number;
}

export type LogFields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Structured log with a redactor behind it. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
