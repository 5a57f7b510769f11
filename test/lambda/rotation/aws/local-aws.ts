import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came over the wire. */
export interface Seen {
  /** JSON protocols: the part of `x-amz-target` behind the dot; query protocols: `Action`. */
  readonly action: string;
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Closes the connection instead, after the request was read. */
  readonly breaks?: boolean;
}

/** A service on this machine that answers what a test has recorded, and writes down what it was asked. */
export class LocalAws {
  public readonly seen: Seen[] = [];
  private readonly answers: Answer[] = [];
  private readonly server: Server;

  public constructor() {
    this.server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts).toString();
        const target = request.headers['x-amz-target'];
        const action =
          typeof target === 'string'
            ? (target.split('.').at(-1) ?? '')
            : (new URLSearchParams(body).get('Action') ?? '');
        this.seen.push({ action, headers: request.headers, path: request.url ?? '', body });
        // The last answer stays, as a fault of a service does.
        const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
        if (answer === undefined || answer.breaks === true) {
          request.socket.destroy();
          return;
        }
        response.writeHead(answer.status ?? 200, { 'content-type': 'application/x-amz-json-1.1', ...answer.headers });
        response.end(answer.body ?? '{}');
      });
    });
  }

  public async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** What the next requests get, in turn. */
  public willAnswer(...answers: readonly Answer[]): void {
    this.seen.length = 0;
    this.answers.splice(0, this.answers.length, ...answers);
  }

  /** The parameters of a request of a JSON protocol. */
  public parameters(index = 0): unknown {
    return JSON.parse(this.seen[index]?.body ?? '{}');
  }

  /** The parameters of a request of a query protocol. */
  public query(index = 0): Readonly<Record<string, string>> {
    return Object.fromEntries(new URLSearchParams(this.seen[index]?.body ?? ''));
  }

  public get endpoint(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** For a client that talks to this service. */
  public get settings() {
    return {
      region: 'eu-central-1',
      endpoint: this.endpoint,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
    };
  }
}

/** A refusal of a service with a JSON protocol. */
export function refusal(code: string, message = '', status = 400): Answer {
  return { status, body: JSON.stringify({ __type: code, message }) };
}

/** A refusal of IAM and STS. */
export function queryRefusal(code: string, message = '', status = 400): Answer {
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  };
}

/** An answer of IAM and STS. */
export function queryAnswer(action: string, result: string): Answer {
  return {
    headers: { 'content-type': 'text/xml' },
    body: `<${action}Response><${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`,
  };
}
