import { readFileSync } from 'node:fs';

import { DeliveryError, WrongCall } from '../delivery-error';

/** GitHub refused a call, or answered something else than it should. */
export class GitHubFailed extends DeliveryError {
  override readonly name = 'GitHubFailed';

  constructor(
    call: string,
    readonly status: number,
    answer: string,
  ) {
    // Its answer may hold what somebody else wrote: enough to see the reason.
    super(`GitHub answered ${call} with ${status}: ${answer.slice(0, 300)}`);
  }
}

/** What the steps need of GitHub; paths start at the repository: `/pulls`. */
export interface GitHub {
  get(path: string): Promise<unknown>;
  /** @throws GitHubFailed also for content of more than `limit` bytes */
  download(path: string, limit: number): Promise<Buffer>;
  send(method: 'POST' | 'PATCH', path: string, body: object): Promise<unknown>;
}

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (value !== undefined && value !== '') return value;
  throw new WrongCall(`${name} is not set: this step runs in a workflow of GitHub, which sets it`);
}

/** The event that started the run, as GitHub wrote it; nobody else can. */
export function eventOf(environment: NodeJS.ProcessEnv): unknown {
  return JSON.parse(readFileSync(required(environment, 'GITHUB_EVENT_PATH'), 'utf8'));
}

async function limited(response: Response, call: string, limit: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  // Counted while it arrives: the length that an answer announces is only announced.
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > limit) throw new GitHubFailed(call, response.status, `more than ${limit} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** GitHub's REST API, with the token of the job. */
export function gitHubOf(environment: NodeJS.ProcessEnv): GitHub {
  const base = `${required(environment, 'GITHUB_API_URL')}/repos/${required(environment, 'GITHUB_REPOSITORY')}`;
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${required(environment, 'GITHUB_TOKEN')}`,
    'user-agent': 'strongroom-delivery',
    'x-github-api-version': '2022-11-28',
  };
  const call = async (method: string, path: string, body?: object): Promise<Response> => {
    // A redirection leads to a store that must not see the token; fetch drops it for another host.
    const response = await fetch(base + path, {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok) throw new GitHubFailed(`${method} ${path}`, response.status, await response.text());
    return response;
  };
  return {
    get: async (path) => (await call('GET', path)).json(),
    send: async (method, path, body) => (await call(method, path, body)).json(),
    download: async (path, limit) => limited(await call('GET', path), `GET ${path}`, limit),
  };
}
