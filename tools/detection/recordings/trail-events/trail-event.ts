/** An event as the trail delivers it, and what it is known from. */
export interface TrailEvent {
  readonly name: string;
  /** Where the shape was recorded or printed; names, ids and addresses are documentation values. */
  readonly source: string;
  readonly event: Readonly<Record<string, unknown>>;
  /** What it adds, by metric: all of it, and nothing else. */
  readonly counts: Readonly<Record<string, { readonly value: number; readonly dimensions?: Record<string, string> }>>;
}

export const account = '111122223333';
export const place = { name: 'prod', account, region: 'eu-central-1' };
export const bucket = `portal-prod-${account}-eu-central-1`;

/** A session of a role, as in the CloudTrail user guide, "CloudTrail userIdentity element". */
export function session(roleName: string): Record<string, unknown> {
  return {
    type: 'AssumedRole',
    principalId: 'AROAIDPPEZS35WEXAMPLE:session',
    arn: `arn:aws:sts::${account}:assumed-role/${roleName}/session`,
    accountId: account,
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAIDPPEZS35WEXAMPLE',
        arn: `arn:aws:iam::${account}:role/${roleName}`,
        accountId: account,
        userName: roleName,
      },
      attributes: { creationDate: '2026-06-15T11:58:02Z', mfaAuthenticated: 'false' },
    },
  };
}

export const alice = {
  type: 'IAMUser',
  principalId: 'AIDACKCEVSQ6C2EXAMPLE',
  arn: `arn:aws:iam::${account}:user/alice`,
  accountId: account,
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  userName: 'alice',
};

/** Fields of every event of the trail. */
export const recorded = {
  eventVersion: '1.10',
  eventTime: '2026-06-15T12:00:00Z',
  awsRegion: 'eu-central-1',
  sourceIPAddress: '203.0.113.17',
  userAgent: 'aws-cli/2.27.1',
  requestID: 'A1B2C3D4EXAMPLE',
  eventID: 'deb1e1f9-c99b-4612-8e9f-21f93b5d79c0',
  eventType: 'AwsApiCall',
  recipientAccountId: account,
};
