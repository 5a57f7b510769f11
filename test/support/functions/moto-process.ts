import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const address = '127.0.0.1';
const root = join(__dirname, '../../..');
const python = join(root, '.venv/bin/python');
const startUp = 30_000;

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
    const response = await fetch(`${this.endpoint}/moto-api/reset`, { method: 'POST' });
    if (!response.ok) throw new Error(`moto was not reset: ${String(response.status)}`);
  }

  public async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
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
