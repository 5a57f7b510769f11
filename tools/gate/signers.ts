/** One access key of an IAM user, as the emulator has it now. */
export interface UserKey {
  readonly userArn: string;
  /** `Active`, `Inactive` or `Expired`. */
  readonly status: string;
}

/** Where the gate looks up access keys: the emulator's own state, asked anew for each request. */
export interface UserKeys {
  find(accessKeyId: string): Promise<UserKey | undefined>;
}

/** Who signed, or why AWS does not take the key. */
export type Signer =
  | { readonly principalArn: string; readonly issuedAt?: Date }
  | { readonly refused: 'not-signed' | 'unknown' | 'inactive' | 'not-accepted-yet' };

/**
 * Knows whose an access key is. Emulators take every key for good; this refuses a key as AWS does: when it is unknown,
 * when it is not active, and while a new one has not reached a service yet.
 */
export class Signers {
  private readonly sessions = new Map<string, { readonly principalArn: string; readonly issuedAt?: Date }>();
  private readonly refusals = new Map<string, number>();

  /**
   * @param acceptanceDelay by service, how many requests with a new key are refused before the first is taken: time would
   * make tests slow and chance decide
   */
  public constructor(
    private readonly keys: UserKeys,
    private readonly acceptanceDelay: Readonly<Record<string, number>> = {},
  ) {}

  /** Temporary credentials, such as Lambda gives to a function. @param issuedAt if policies may ask */
  public signIn(accessKeyId: string, principalArn: string, issuedAt?: Date): void {
    this.sessions.set(accessKeyId, { principalArn, ...(issuedAt && { issuedAt }) });
  }

  public async whose(accessKeyId: string | undefined, service: string): Promise<Signer> {
    if (accessKeyId === undefined) return { refused: 'not-signed' };
    const session = this.sessions.get(accessKeyId);
    if (session !== undefined) return session;
    const key = await this.keys.find(accessKeyId);
    if (key === undefined) return { refused: 'unknown' };
    if (key.status !== 'Active') return { refused: 'inactive' };
    const place = `${accessKeyId} ${service}`;
    const earlier = this.refusals.get(place) ?? 0;
    if (earlier < (this.acceptanceDelay[service] ?? 0)) {
      this.refusals.set(place, earlier + 1);
      return { refused: 'not-accepted-yet' };
    }
    return { principalArn: key.userArn };
  }
}
