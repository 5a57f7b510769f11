/** What the rotation of access keys needs from IAM. */

export interface AccessKeyDescription {
  readonly id: string;
  /** `Active`, `Inactive` or `Expired`; only the first works. */
  readonly status: string;
  readonly createdAt: Date;
}

export interface CreatedAccessKey {
  readonly id: string;
  /** Shown by IAM once. Never logged, never part of an error. */
  readonly secret: string;
}

/** A lower bound: IAM reports uses hours later, and some never. */
export interface LastUse {
  /** Absent when IAM knows of no use. */
  readonly at?: Date;
  readonly service?: string;
  readonly region?: string;
}

/** The keys of one IAM user. Every method is one call and throws `CallFailed`. */
export interface AccessKeys {
  list(): Promise<readonly AccessKeyDescription[]>;
  /** Asked of AWS exactly once: a second try after a lost answer would make a second key. */
  create(): Promise<CreatedAccessKey>;
  setStatus(id: string, status: 'Active' | 'Inactive'): Promise<void>;
  delete(id: string): Promise<void>;
  lastUse(id: string): Promise<LastUse>;
  /** Denies the user's temporary credentials that were issued before. */
  denySessionsBefore(instant: Date): Promise<void>;
  /** The instant of that denial as it stands, if there is one. */
  sessionsDeniedBefore(): Promise<Date | undefined>;
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Uses a key for real, with new clients and these credentials only. Every method is one call and throws `CallFailed`. */
export interface KeyTrial {
  /** sts:GetCallerIdentity. @returns the ARN of whom the key belongs to */
  identity(credentials: Credentials): Promise<string>;
  /** A call to another service, harmless and within the user's declared access. */
  use(credentials: Credentials): Promise<void>;
  /** A call that the user must not be able to make: it succeeds only when the user may too much. */
  overreach(credentials: Credentials): Promise<void>;
}
