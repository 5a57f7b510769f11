import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as it arrived. */
export interface Arrived {
  readonly method: string;
  /** Path with its question. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** A server on the loopback address that answers as it is told, and remembers what it was asked. */
export interface FakeServer {
  readonly url: string;
  readonly calls: readonly Arrived[];
  close(): Promise<void>;
}

export async function fakeServer(answer: (call: Arrived) => Answer): Promise<FakeServer> {
  const calls: Arrived[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const call = { method, path, headers, body: Buffer.concat(parts).toString() };
      calls.push(call);
      const { status = 200, headers: more = {}, body } = answer(call);
      response.writeHead(status, more).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
