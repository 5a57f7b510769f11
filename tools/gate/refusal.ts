import type { Operation, Protocol } from './operation';

/** Why the gate answers in the emulator's place. */
export type RefusalReason = 'unknown-key' | 'denied' | 'throttled' | 'server-error';

/** What a client sees. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

interface Shape {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const noKey = 'The security token included in the request is invalid.';

/**
 * The errors common to all services of one protocol.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const shapes: Readonly<Record<Protocol, Readonly<Record<RefusalReason, Shape>>>> = {
  query: {
    'unknown-key': { status: 403, code: 'InvalidClientTokenId', message: noKey },
    denied: { status: 403, code: 'AccessDenied', message: 'not authorized' },
    throttled: { status: 400, code: 'Throttling', message: 'Rate exceeded' },
    'server-error': { status: 500, code: 'ServiceFailure', message: 'Service Failure' },
  },
  json: {
    'unknown-key': { status: 400, code: 'UnrecognizedClientException', message: noKey },
    denied: { status: 400, code: 'AccessDeniedException', message: 'not authorized' },
    throttled: { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' },
    'server-error': { status: 500, code: 'InternalServiceError', message: 'An internal error occurred.' },
  },
  s3: {
    'unknown-key': {
      status: 403,
      code: 'InvalidAccessKeyId',
      message: 'The AWS Access Key Id you provided does not exist in our records.',
    },
    denied: { status: 403, code: 'AccessDenied', message: 'Access Denied' },
    throttled: { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
    'server-error': { status: 500, code: 'InternalError', message: 'We encountered an internal error.' },
  },
};

const requestId = '00000000-0000-4000-8000-000000000000';

/** AWS's answer to a request that it refuses, in the service's own protocol. */
export function refuse(operation: Operation, reason: RefusalReason, detail = ''): Answer {
  const { status, code, message } = shapes[operation.protocol][reason];
  const text = detail === '' ? message : `${message}: ${detail}`;
  return { status, ...bodies[operation.protocol](code, text, status) };
}

/** Of the gate itself, for a request that it cannot judge; no client of AWS takes it for a refusal. */
export function cannotJudge(problem: string): Answer {
  return { status: 501, headers: { 'content-type': 'text/plain' }, body: Buffer.from(`the gate: ${problem}`) };
}

type Written = Pick<Answer, 'headers' | 'body'>;

const bodies: Readonly<Record<Protocol, (code: string, message: string, status: number) => Written>> = {
  query: (code, message, status) => ({
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body: Buffer.from(
      `<ErrorResponse><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code>` +
        `<Message>${escaped(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    ),
  }),
  json: (code, message) => ({
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId },
    body: Buffer.from(JSON.stringify({ __type: code, message })),
  }),
  s3: (code, message) => ({
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
    body: Buffer.from(
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escaped(message)}</Message>` +
        `<RequestId>${requestId}</RequestId></Error>`,
    ),
  }),
};

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
