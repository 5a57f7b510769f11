import { request as requestPlain } from 'node:http';
import { request as requestOverTls } from 'node:https';

import type { Arrived } from './operation';
import type { Answer } from './refusal';

/** Headers that belong to one connection, and a length that is written anew. */
const ofTheConnection = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'expect']);

/**
 * Gives the request to the emulator as it is.
 *
 * @param certificatePem trusted for an emulator over TLS
 */
export function forward(
  emulator: string,
  { method, target, headers, body }: Arrived,
  certificatePem?: string,
): Promise<Answer> {
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || ofTheConnection.has(name) ? [] : [[name, value] as const],
  );
  const url = new URL(target, emulator);
  return new Promise((resolve, reject) => {
    const forwarded = (url.protocol === 'https:' ? requestOverTls : requestPlain)(url, {
      method,
      ca: certificatePem,
      headers: { ...(Object.fromEntries(kept) as Record<string, string>), 'content-length': body.length },
    });
    forwarded.on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const answered = Object.entries(response.headers).flatMap(([name, value]) =>
          value === undefined || ofTheConnection.has(name) ? [] : [[name, String(value)]],
        );
        resolve({
          status: response.statusCode ?? 502,
          headers: Object.fromEntries(answered) as Record<string, string>,
          body: Buffer.concat(parts),
        });
      });
    });
    forwarded.on('error', reject);
    forwarded.end(body);
  });
}
