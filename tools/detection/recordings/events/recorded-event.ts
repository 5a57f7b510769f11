/** An event as EventBridge hands it over, with what it must ring in the environment `prod` of the baseline. */
export interface RecordedEvent {
  readonly name: string;
  readonly event: unknown;
  /** Ids of the detections, all of them. */
  readonly rings: readonly string[];
  /** Ids of detections that it nearly rings. */
  readonly nearly: readonly string[];
  /** It is about nothing of the environment, and so rings only where the whole account is watched. */
  readonly ofOthers?: true;
}

export const account = '111122223333';
export const otherAccount = '777788889999';
export const breakGlassRoleArn = `arn:aws:iam::${account}:role/break-glass`;
export const home = 'eu-central-1';
export const globalRegion = 'us-east-1';
/** Of the bootstrap that deploys where there is no `delivery`. */
export const cdkQualifier = 'hnb659fds';
/** Of the bootstrap that deploys where there is one. */
export const qualifier = 'portalprod';
/** Whose jobs deploy there, as the subjects of their tokens have it. */
export const repository = 'example@9919/portal@1296269';

type Fields = Readonly<Record<string, unknown>>;

/** Who calls, and from where: parts of a record. */
export interface Caller {
  readonly userIdentity: Fields;
  readonly sourceIPAddress: string;
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export function session(roleName: string, sessionName: string, sourceIPAddress = '203.0.113.64'): Caller {
  return {
    sourceIPAddress,
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROACKCEVSQ6C2EXAMPLE:${sessionName}`,
      arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`,
      accountId: account,
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROACKCEVSQ6C2EXAMPLE',
          arn: `arn:aws:iam::${account}:role/${roleName}`,
          accountId: account,
          userName: roleName,
        },
        attributes: { creationDate: '2026-06-15T09:58:12Z', mfaAuthenticated: 'false' },
      },
    },
  };
}

export function user(name: string, path = '/'): Caller {
  return {
    sourceIPAddress: '203.0.113.64',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDACKCEVSQ6C2EXAMPLE',
      arn: `arn:aws:iam::${account}:user${path}${name}`,
      accountId: account,
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      userName: name,
    },
  };
}

export const administrator = session('Administrator', 'mallory');

export const rootUser: Caller = {
  sourceIPAddress: '203.0.113.64',
  userIdentity: {
    type: 'Root',
    principalId: account,
    arn: `arn:aws:iam::${account}:root`,
    accountId: account,
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    sessionContext: { attributes: { creationDate: '2026-06-15T09:58:12Z', mfaAuthenticated: 'true' } },
  },
};

const deploymentRole = (region: string) => `cdk-${cdkQualifier}-cfn-exec-role-${account}-${region}`;

/**
 * CloudFormation at work for `cdk deploy`.
 *
 * The shape is that of the records in the unit tests of aws-samples and of
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html (`invokedBy`).
 */
export function cloudFormation(region = home): Caller {
  const { userIdentity } = session(deploymentRole(region), 'AWSCloudFormation');
  return {
    sourceIPAddress: 'cloudformation.amazonaws.com',
    userIdentity: { ...userIdentity, invokedBy: 'cloudformation.amazonaws.com' },
  };
}

/** Somebody with the credentials of the deployment's role. */
export const deploymentRoleOnLaptop = session(deploymentRole(home), 'laptop', '203.0.113.99');

/** Somebody who deploys with other rights than `cdk bootstrap` gave. */
export const cloudFormationOfSomebody: Caller = {
  sourceIPAddress: 'cloudformation.amazonaws.com',
  userIdentity: { ...administrator.userIdentity, invokedBy: 'cloudformation.amazonaws.com' },
};

export function service(invokedBy: string): Caller {
  return { sourceIPAddress: invokedBy, userIdentity: { type: 'AWSService', invokedBy } };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html#stscloudtrailexample */
export function principalOf(accountId: string): Caller {
  return {
    sourceIPAddress: '198.51.100.7',
    userIdentity: { type: 'AWSAccount', principalId: 'AIDAQRSTUVWXYZEXAMPLE', accountId },
  };
}

interface Call {
  readonly by: Caller;
  /** As in `eventSource`, without `.amazonaws.com`. */
  readonly service: string;
  readonly eventName: string;
  readonly requestParameters: Fields | null;
  readonly region?: string;
  /** Whatever else the record has, such as `errorCode`. */
  readonly more?: Fields;
}

/** The envelope of https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html around a record. */
export function envelope(detailType: string, source: string, region: string, detail: Fields): Fields {
  return {
    version: '0',
    id: '7bf73129-1428-4cd3-a780-95db273d1602',
    'detail-type': detailType,
    source,
    account,
    time: '2026-06-15T10:02:03Z',
    region,
    resources: [],
    detail,
  };
}

/**
 * A call of an API, as CloudTrail has recorded it.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function call({ by, service: name, eventName, requestParameters, region = home, more = {} }: Call): Fields {
  return envelope('AWS API Call via CloudTrail', `aws.${name}`, region, {
    eventVersion: '1.11',
    userIdentity: by.userIdentity,
    eventTime: '2026-06-15T10:02:01Z',
    eventSource: `${name}.amazonaws.com`,
    eventName,
    awsRegion: region,
    sourceIPAddress: by.sourceIPAddress,
    userAgent: 'aws-cli/2.15.30 "quoted" Python/3.11.8',
    requestParameters,
    responseElements: null,
    requestID: 'f15ab2f4-0d4b-4a5c-9e1c-5b1d0b9a2b11',
    eventID: '8a1b7d3c-6c5e-4b7a-9d7e-0d6a6c1f2e33',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    ...more,
  });
}

/** A refused call has the code, and often no more parameters. */
export const denied = { errorCode: 'AccessDenied' };

export function recorded(
  name: string,
  event: unknown,
  rings: readonly string[],
  nearly: readonly string[] = [],
): RecordedEvent {
  return { name, event, rings, nearly };
}

/** The same of what is nobody's in particular, or somebody else's. */
export function recordedOfOthers(...about: Parameters<typeof recorded>): RecordedEvent {
  return { ...recorded(...about), ofOthers: true };
}
