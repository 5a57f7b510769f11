import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

/**
 * Statements of bucket policies. All but the two grants to services are denials for everyone: what a bucket refuses,
 * no identity policy can allow.
 */

function deny(sid: string, actions: string[], resources: string[], conditions: Record<string, unknown>) {
  return new PolicyStatement({
    sid,
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions,
    resources,
    conditions,
  });
}

/** Refuses plain HTTP, and TLS before 1.2. @see https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-ssl-requests-only.html */
export function transportDenies(bucketArn: string): PolicyStatement[] {
  const all = [bucketArn, `${bucketArn}/*`];
  return [
    deny('DenyInsecureTransport', ['s3:*'], all, { Bool: { 'aws:SecureTransport': 'false' } }),
    deny('DenyOldTls', ['s3:*'], all, { NumericLessThan: { 's3:TlsVersion': '1.2' } }),
  ];
}

/**
 * Lets an upload through only if it ends under our key: with no encryption header (the bucket's default is our key), or
 * with our key named. Conditions on an absent header need the `Null` beside them, or default encryption would be
 * refused.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function encryptionDenies(bucketArn: string, keyArn: string): PolicyStatement[] {
  const header = 's3:x-amz-server-side-encryption';
  const keyHeader = 's3:x-amz-server-side-encryption-aws-kms-key-id';
  const customerHeader = 's3:x-amz-server-side-encryption-customer-algorithm';
  const put = ['s3:PutObject'];
  const objects = [`${bucketArn}/*`];
  return [
    deny('DenyOtherEncryption', put, objects, {
      Null: { [header]: 'false' },
      StringNotEquals: { [header]: 'aws:kms' },
    }),
    deny('DenyOtherKeys', put, objects, {
      Null: { [keyHeader]: 'false' },
      StringNotEquals: { [keyHeader]: keyArn },
    }),
    // "aws:kms" without a key may select the account's aws/s3 key.
    deny('DenyUnnamedKey', put, objects, {
      StringEquals: { [header]: 'aws:kms' },
      Null: { [keyHeader]: 'true' },
    }),
    deny('DenyCustomerKeys', put, objects, { Null: { [customerHeader]: 'false' } }),
  ];
}

/** Caps the life of a presigned URL whatever its signer wrote into it. @see https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html */
export function signatureAgeDeny(bucketArn: string, minutes: number): PolicyStatement {
  return deny('DenyOldSignatures', ['s3:*'], [`${bucketArn}/*`], {
    NumericGreaterThan: { 's3:signatureAge': String(minutes * 60_000) },
  });
}

const lockActions = [
  's3:BypassGovernanceRetention',
  's3:PutObjectRetention',
  's3:PutObjectLegalHold',
  's3:PutBucketObjectLockConfiguration',
];

/**
 * Keeps everybody but the break-glass role from shortening a lock or going round it; without one, keeps everybody.
 *
 * It holds for deployments too: the days of a deployed lock are changed by the break-glass role.
 */
export function lockDeny(bucketArn: string, breakGlassRoleArn: string | undefined): PolicyStatement {
  return deny(
    'DenyLockChanges',
    lockActions,
    [bucketArn, `${bucketArn}/*`],
    breakGlassRoleArn === undefined ? {} : { ArnNotEquals: { 'aws:PrincipalArn': breakGlassRoleArn } },
  );
}

/** Refuses anonymous requests and other accounts even if a later statement or access point would let them in. */
export function otherAccountsDeny(bucketArn: string, account: string): PolicyStatement {
  return deny('DenyOtherAccounts', ['s3:*'], [bucketArn, `${bucketArn}/*`], {
    StringNotEquals: { 'aws:PrincipalAccount': account },
    BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
  });
}

/** Lets S3 deliver server access logs of the named buckets. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html */
export function accessLogDelivery(
  bucketArn: string,
  source: { readonly account: string; readonly bucketArns: readonly string[] },
): PolicyStatement {
  return new PolicyStatement({
    sid: 'DeliverAccessLogs',
    principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
    actions: ['s3:PutObject'],
    resources: [`${bucketArn}/*`],
    conditions: {
      ArnEquals: { 'aws:SourceArn': [...source.bucketArns] },
      StringEquals: { 'aws:SourceAccount': source.account },
    },
  });
}

/** Lets exactly one trail check the bucket and write below its account's folder. @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html */
export function trailDelivery(
  bucketArn: string,
  source: { readonly account: string; readonly trailArn: string },
): PolicyStatement[] {
  const principals = [new ServicePrincipal('cloudtrail.amazonaws.com')];
  const fromTrail = { 'aws:SourceArn': source.trailArn, 'aws:SourceAccount': source.account };
  return [
    new PolicyStatement({
      sid: 'CheckTrailBucket',
      principals,
      actions: ['s3:GetBucketAcl'],
      resources: [bucketArn],
      conditions: { StringEquals: fromTrail },
    }),
    new PolicyStatement({
      sid: 'WriteTrail',
      principals,
      actions: ['s3:PutObject'],
      resources: [`${bucketArn}/AWSLogs/${source.account}/*`],
      conditions: { StringEquals: { ...fromTrail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
    }),
  ];
}
