/** How a service writes requests, answers and errors. */
export type Protocol = 'query' | 'json' | 's3';

/** A request as it arrived, before anybody has said what it means. */
export interface Arrived {
  readonly method: string;
  /** Path and query string. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** What a request asks of which service. */
export interface Operation {
  readonly protocol: Protocol;
  /** As in the names of IAM actions, such as `secretsmanager`. */
  readonly service: string;
  /** As in the service's API, such as `GetSecretValue`. */
  readonly name: string;
  readonly region: string;
  /** Absent when nobody signed. */
  readonly accessKeyId?: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The gate cannot say what a request asks for; it is never let through then. */
export class UnknownRequest extends Error {
  override readonly name = 'UnknownRequest';
}

/** First word of `X-Amz-Target`, by the service's name in a signature. */
const jsonServices: Readonly<Record<string, string>> = {
  secretsmanager: 'secretsmanager',
  DynamoDB_20120810: 'dynamodb',
  TrentService: 'kms',
  AWSEvents: 'events',
};

const queryServices = ['iam', 'sts'];

interface Signature {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signatureOf({ headers }: Arrived): Signature | undefined {
  const found = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(
    header(headers, 'authorization'),
  );
  const [, accessKeyId, region, service] = found ?? [];
  return accessKeyId === undefined || region === undefined || service === undefined
    ? undefined
    : { accessKeyId, region, service };
}

function header(headers: Arrived['headers'], name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : (value?.join(',') ?? '');
}

/**
 * Reads what a request asks for.
 *
 * @throws UnknownRequest
 */
export function readOperation(arrived: Arrived): Operation {
  const signature = signatureOf(arrived);
  const signed = { region: signature?.region ?? '', ...(signature && { accessKeyId: signature.accessKeyId }) };
  const target = header(arrived.headers, 'x-amz-target');
  if (target !== '') return { ...signed, ...readJson(target, arrived.body) };
  if (signature?.service === 's3') return { ...signed, ...readS3(arrived) };
  if (signature !== undefined && queryServices.includes(signature.service)) {
    const {
      Action: name,
      Version: _version,
      ...parameters
    } = Object.fromEntries(new URLSearchParams(arrived.body.toString()));
    if (name !== undefined) return { ...signed, protocol: 'query', service: signature.service, name, parameters };
  }
  throw new UnknownRequest(`${arrived.method} ${arrived.target} (${signature?.service ?? 'not signed'}) is unknown`);
}

type Asked = Pick<Operation, 'protocol' | 'service' | 'name' | 'parameters'>;

function readJson(target: string, body: Buffer): Asked {
  const [prefix = '', name = ''] = target.split('.');
  const service = jsonServices[prefix];
  if (service === undefined) throw new UnknownRequest(`${target} is of a service that the gate does not know`);
  const parameters = JSON.parse(body.toString() || '{}') as Readonly<Record<string, unknown>>;
  return { protocol: 'json', service, name, parameters };
}

function readS3({ method, target }: Arrived): Asked {
  const { pathname, searchParams } = new URL(target, 'http://localhost');
  const [bucket = '', ...key] = pathname.slice(1).split('/').map(decodeURIComponent);
  const objectKey = key.join('/');
  const name = objectKey === '' ? bucketCall(method, searchParams) : objectCalls[method];
  if (bucket === '' || name === undefined) throw new UnknownRequest(`s3: ${method} ${target} is unknown`);
  const parameters = { Bucket: bucket, ...(objectKey && { Key: objectKey }), Prefix: searchParams.get('prefix') ?? '' };
  return { protocol: 's3', service: 's3', name, parameters };
}

const objectCalls: Readonly<Record<string, string>> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
};

function bucketCall(method: string, query: URLSearchParams): string | undefined {
  if (method === 'HEAD') return 'HeadBucket';
  return method === 'GET' && query.get('list-type') === '2' ? 'ListObjectsV2' : undefined;
}
