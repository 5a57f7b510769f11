import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const address = '127.0.0.1';
const root = join(__dirname, '../../..');
const python = join(root, '.venv/bin/python');
const startUp = 30_000;
const timeout = 30_000;

/** A moto server of one test file, which it empties between its tests. */
export class MotoProcess {
  private constructor(
    public readonly endpoint: string,
    private readonly child: ChildProcess,
  ) {}

  /** Starts moto on a free port of 127.0.0.1. @param account whose everything in it is */
  public static async start(account: string): Promise<MotoProcess> {
    const port = await freePort();
    const child = spawn(python, [join(__dirname, 'repaired-moto.py'), '--host', address, '--port', String(port)], {
      // Without the person's own variables, which could point elsewhere.
      env: { PATH: process.env.PATH, MOTO_ACCOUNT_ID: account, PYTHONDONTWRITEBYTECODE: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let output = '';
    child.stderr.on('data', (text: Buffer) => (output = (output + text.toString()).slice(-4000)));
    const moto = new MotoProcess(`http://${address}:${String(port)}`, child);
    const deadline = Date.now() + startUp;
    while (child.exitCode === null && Date.now() < deadline) {
      if (await moto.answers()) return moto;
      await sleep(50);
    }
    await moto.stop();
    throw new Error(`moto did not start: ${output}`);
  }

  /** Forgets everything. */
  public async reset(): Promise<void> {
    await this.post('reset', {});
  }

  /** Remembers everything as it is now, under a name. */
  public async save(name: string): Promise<void> {
    await this.control({ save: name });
  }

  /** Makes everything as it was when it was saved. */
  public async putBack(name: string): Promise<void> {
    await this.control({ putBack: name });
  }

  /** Lets its time go ahead of the machine's. */
  public async setClockAhead(milliseconds: number): Promise<void> {
    await this.control({ ahead: milliseconds / 1000 });
  }

  public async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  private async control(wish: object): Promise<void> {
    await this.post('control', wish);
  }

  /** On a connection of its own: moto closes every one after its answer, and one that is kept would fail now and then. */
  private async post(path: string, content: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const sent = request(`${this.endpoint}/moto-api/${path}`, { method: 'POST', headers, agent: false, timeout });
    sent.on('timeout', () => sent.destroy(new Error(`moto did not answer to ${path}`)));
    sent.end(JSON.stringify(content));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    if (response.statusCode !== 200) throw new Error(`moto answered ${String(response.statusCode)} to ${path}`);
  }

  private async answers(): Promise<boolean> {
    return fetch(`${this.endpoint}/moto-api/data.json`).then(
      (response) => response.ok,
      () => false,
    );
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const bound = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (bound === null || typeof bound === 'string') throw new Error('no port is free');
  return bound.port;
}
