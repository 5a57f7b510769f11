import type { IncomingMessage } from 'node:http';

import type { Arrived } from './operation';

/** Takes in a request to its end. */
export async function readArrived(request: IncomingMessage): Promise<Arrived> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return {
    method: request.method ?? '',
    target: request.url ?? '',
    headers: request.headers,
    body: Buffer.concat(parts),
  };
}
