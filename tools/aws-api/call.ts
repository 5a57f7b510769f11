import { forward } from '../gate/forward';
import { type Signer, signed } from './signature';

/** Where a service is, and as whom it is called. */
export interface ApiPlace {
  /** Address of the service, or of an emulator of all. */
  readonly endpoint: string;
  readonly region: string;
  readonly signer: Signer;
  /** Certificate that is trusted for it. */
  readonly certificatePem?: string;
}

/** A service whose protocol is JSON. */
export interface JsonService {
  /** As in the signature's scope. */
  readonly name: string;
  /** What stands before the operation in the header X-Amz-Target. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
}

/** The service answered with an error. */
class ApiCallFailed extends Error {
  override readonly name = 'ApiCallFailed';

  constructor(
    operation: string,
    public readonly status: number,
    answer: string,
  ) {
    super(`${operation} was answered with ${String(status)}: ${answer}`);
  }
}

async function post(
  place: ApiPlace,
  service: string,
  operation: string,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
): Promise<string> {
  const { endpoint, region, signer, certificatePem } = place;
  const { host } = new URL(endpoint);
  const arrived = {
    method: 'POST',
    target: '/',
    headers: signed({ host, service, region, body, headers }, signer, new Date()),
    body: Buffer.from(body),
  };
  const answer = await forward(endpoint, arrived, certificatePem);
  const text = answer.body.toString();
  if (answer.status >= 300) throw new ApiCallFailed(`${service}:${operation}`, answer.status, text);
  return text;
}

/**
 * Calls an operation whose service has no client in this project: each would be a dependency for two or three calls.
 *
 * @throws ApiCallFailed
 */
export async function callJson(
  place: ApiPlace,
  { name, target, version }: JsonService,
  operation: string,
  input: object,
): Promise<Readonly<Record<string, unknown>>> {
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${target}.${operation}` };
  const text = await post(place, name, operation, { headers, body: JSON.stringify(input) });
  return text === '' ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
}

/**
 * The same for a service that speaks the Query protocol.
 *
 * @returns its answer, in XML
 * @throws ApiCallFailed
 */
export async function callQuery(
  place: ApiPlace,
  { name, version }: { readonly name: string; readonly version: string },
  operation: string,
  input: Readonly<Record<string, string>>,
): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  const body = new URLSearchParams({ Action: operation, Version: version, ...input }).toString();
  return post(place, name, operation, { headers, body });
}
