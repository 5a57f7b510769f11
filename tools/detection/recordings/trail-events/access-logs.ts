import { account, bucket, type TrailEvent } from './trail-event';

/** Names of the fields. Its example values are of REST requests; those of an unauthenticated one have no requester. */
const source = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/sal-cw-log-format.html';

function request(status: number, errorCode: string | null, inBucket = bucket): Record<string, unknown> {
  return {
    schema_version_id: 'V_1_0',
    bucket_arn: `arn:aws:s3:::${inBucket}`,
    bucket_name: inBucket,
    request_time: '2026-06-15T12:00:00.000Z',
    remote_ip: '203.0.113.17',
    requester: null,
    request_id: '3E57427F3EXAMPLE',
    operation: 'REST.GET.OBJECT',
    key_name: 'documents/2026/contract.pdf',
    request_uri: 'GET /documents/2026/contract.pdf HTTP/1.1',
    http_status: status,
    error_code: errorCode,
  };
}

const counted = { FailedAuthentication: { value: 1, dimensions: { Bucket: bucket } } };

export const accessLogEvents: readonly TrailEvent[] = [
  { name: 'an unknown access key', source, event: request(403, 'InvalidAccessKeyId'), counts: counted },
  { name: 'a wrong signature', source, event: request(403, 'SignatureDoesNotMatch'), counts: counted },
  { name: 'a known key without rights', source, event: request(403, 'AccessDenied'), counts: {} },
  { name: 'a request that is answered', source, event: request(200, null), counts: {} },
  {
    name: 'an unknown access key at another bucket',
    source,
    event: request(403, 'InvalidAccessKeyId', `website-prod-${account}-eu-central-2`),
    counts: {},
  },
];
