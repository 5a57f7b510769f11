import { account, alice, bucket, recorded, session, type TrailEvent } from './trail-event';

/** Fields and their order of magnitude as in this page's events of objects: it prints bytesTransferredOut and the resources. */
const source = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html';

/** As S3's own data events look, recorded on a live trail: requestParameters of the call's URI parameters, and Host. */
const liveSource =
  'https://github.com/DataDog/stratus-red-team/tree/main/docs/attack-techniques/AWS (detonation logs), https://github.com/turbot/steampipe-plugin-aws/pull/1136 (AccessDenied)';

/** The parameters of DeleteObject are its URI's, of which versionId is one. */
const versionSource =
  'https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html and the shape of the above';

function objectEvent(
  eventName: string,
  { inBucket = bucket, bytesOut = 0, ...more }: { inBucket?: string; bytesOut?: number } & Record<string, unknown> = {},
): Record<string, unknown> {
  const { parameters = {}, ...fields } = more;
  return {
    ...recorded,
    userIdentity: session('portal-prod-web'),
    eventSource: 's3.amazonaws.com',
    eventName,
    requestParameters: {
      bucketName: inBucket,
      Host: `${inBucket}.s3.eu-central-1.amazonaws.com`,
      key: 'documents/2026/contract.pdf',
      ...(parameters as object),
    },
    responseElements: null,
    additionalEventData: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: 0,
      SSEApplied: 'Default_SSE_KMS',
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': 'EXAMPLEzaajwtVmBN62ZATwOMc1065ak48lW9gTcZLi6J1jkzJ6hTRcgdTpsIVMZFWJ=',
      bytesTransferredOut: bytesOut,
    },
    readOnly: eventName.startsWith('Get') || eventName.startsWith('List'),
    resources: [
      { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${inBucket}/documents/2026/contract.pdf` },
      { accountId: account, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${inBucket}` },
    ],
    managementEvent: false,
    eventCategory: 'Data',
    ...fields,
  };
}

/** S3 on Outposts has calls, and may have buckets, of the same names. */
const outposts = { eventSource: 's3-outposts.amazonaws.com' };
const version = { versionId: 'L4kqtJlcpXroDTDmpUMLUoEXAMPLE' };
const refused = { errorCode: 'AccessDenied', errorMessage: 'Access Denied' };
const other = `website-prod-${account}-eu-central-2`;

export const fileEvents: readonly TrailEvent[] = [
  {
    name: 'a file is read',
    source,
    event: objectEvent('GetObject', { bytesOut: 1_048_576 }),
    counts: {
      DownloadedBytes: { value: 1_048_576, dimensions: { Bucket: bucket } },
      DownloadedObjects: { value: 1, dimensions: { Bucket: bucket } },
    },
  },
  {
    name: 'a file of another bucket is read',
    source,
    event: objectEvent('GetObject', { inBucket: other, bytesOut: 1_048_576 }),
    counts: {},
  },
  {
    name: 'the description of a file is read',
    source,
    event: objectEvent('HeadObject', { bytesOut: 0 }),
    counts: {},
  },
  {
    name: 'a read is refused',
    source: liveSource,
    event: objectEvent('GetObject', { ...refused, bytesOut: 243, userIdentity: alice }),
    counts: {
      DeniedAccess: { value: 1, dimensions: { Bucket: bucket } },
      UnauthorizedCalls: { value: 1 },
    },
  },
  {
    name: 'an anonymous read is refused',
    source: liveSource,
    event: objectEvent('GetObject', {
      ...refused,
      bytesOut: 243,
      userIdentity: { type: 'AWSAccount', principalId: '', accountId: 'anonymous' },
    }),
    counts: {
      DeniedAccess: { value: 1, dimensions: { Bucket: bucket } },
      UnauthorizedCalls: { value: 1 },
    },
  },
  {
    name: 'a file that does not exist is read',
    source: liveSource,
    event: objectEvent('GetObject', { errorCode: 'NoSuchKey', errorMessage: 'The specified key does not exist.' }),
    counts: {},
  },
  {
    name: 'a read of another bucket is refused',
    source: liveSource,
    event: objectEvent('GetObject', { ...refused, inBucket: other }),
    counts: { UnauthorizedCalls: { value: 1 } },
  },
  {
    name: 'the bucket policy is refused to a reader, a management event',
    source: liveSource,
    event: objectEvent('GetBucketPolicy', { ...refused, managementEvent: true, eventCategory: 'Management' }),
    counts: { UnauthorizedCalls: { value: 1 } },
  },
  {
    name: 'a file is written',
    source,
    event: objectEvent('PutObject'),
    counts: {},
  },
  {
    name: 'a file is deleted',
    source: liveSource,
    event: objectEvent('DeleteObject'),
    counts: { DeletedObjects: { value: 1, dimensions: { Bucket: bucket } } },
  },
  {
    name: 'the deletion of a file is refused',
    source: liveSource,
    event: objectEvent('DeleteObject', refused),
    counts: {
      DeniedAccess: { value: 1, dimensions: { Bucket: bucket } },
      UnauthorizedCalls: { value: 1 },
    },
  },
  {
    name: 'a version is deleted',
    source: versionSource,
    event: objectEvent('DeleteObject', { parameters: version }),
    counts: { DeletedVersions: { value: 1, dimensions: { Bucket: bucket } } },
  },
  {
    name: 'the deletion of a locked version is refused',
    source: versionSource,
    event: objectEvent('DeleteObject', { ...refused, parameters: version }),
    counts: {
      DeniedAccess: { value: 1, dimensions: { Bucket: bucket } },
      UnauthorizedCalls: { value: 1 },
    },
  },
  {
    name: 'a version of another bucket is deleted',
    source: versionSource,
    event: objectEvent('DeleteObject', { inBucket: other, parameters: version }),
    counts: {},
  },
  {
    name: 'files are deleted by the thousand',
    source: liveSource,
    event: objectEvent('DeleteObjects', { parameters: { delete: '' } }),
    counts: { BulkDeletions: { value: 1, dimensions: { Bucket: bucket } } },
  },
  {
    name: 'the tags of a file are deleted',
    source: liveSource,
    event: objectEvent('DeleteObjectTagging', { parameters: { tagging: '' } }),
    counts: {},
  },
  {
    name: 'files of another bucket are deleted by the thousand',
    source: liveSource,
    event: objectEvent('DeleteObjects', { inBucket: other, parameters: { delete: '' } }),
    counts: {},
  },
  {
    name: 'a file of another bucket is deleted',
    source: liveSource,
    event: objectEvent('DeleteObject', { inBucket: other }),
    counts: {},
  },
  {
    name: 'an older version is read',
    source: versionSource,
    event: objectEvent('GetObject', { bytesOut: 2048, parameters: version }),
    counts: {
      DownloadedBytes: { value: 2048, dimensions: { Bucket: bucket } },
      DownloadedObjects: { value: 1, dimensions: { Bucket: bucket } },
    },
  },
  {
    name: 'the attributes of a version are read',
    source: versionSource,
    event: objectEvent('GetObjectAttributes', { parameters: version }),
    counts: {},
  },
  {
    name: 'the deletion of files by the thousand is refused',
    source: liveSource,
    event: objectEvent('DeleteObjects', { ...refused, parameters: { delete: '' } }),
    counts: {
      DeniedAccess: { value: 1, dimensions: { Bucket: bucket } },
      UnauthorizedCalls: { value: 1 },
    },
  },
  {
    name: 'a file on an outpost is read',
    source,
    event: objectEvent('GetObject', { ...outposts, bytesOut: 20 }),
    counts: {},
  },
  {
    name: 'a read on an outpost is refused',
    source,
    event: objectEvent('GetObject', { ...outposts, ...refused }),
    counts: { UnauthorizedCalls: { value: 1 } },
  },
  { name: 'a file on an outpost is deleted', source, event: objectEvent('DeleteObject', outposts), counts: {} },
  {
    name: 'a version on an outpost is deleted',
    source,
    event: objectEvent('DeleteObject', { ...outposts, parameters: version }),
    counts: {},
  },
  {
    name: 'files on an outpost are deleted by the thousand',
    source,
    event: objectEvent('DeleteObjects', { ...outposts, parameters: { delete: '' } }),
    counts: {},
  },
];
