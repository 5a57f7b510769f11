import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const runner = join(__dirname, 'runner.cjs');

export interface Invocation {
  /** `crashed` when it was ended from outside. */
  readonly outcome: 'done' | 'failed' | 'crashed';
  readonly error?: string;
  readonly output: string;
}

interface Message {
  readonly isDone: boolean;
  readonly name: string;
  readonly message: string;
}

function outcomeOf({ isDone, name, message }: Message): Omit<Invocation, 'output'> {
  return isDone ? { outcome: 'done' } : { outcome: 'failed', error: `${name}: ${message}` };
}

/** One copy of a function, loaded once, that takes one event after another, as Lambda keeps it between two events. */
export class ExecutionEnvironment {
  private readonly worker: Worker;
  private output = '';
  private hasEnded = false;

  public constructor(bundle: string, variables: NodeJS.ProcessEnv) {
    this.worker = new Worker(runner, { env: variables, workerData: { bundle }, stdout: true, stderr: true });
    for (const stream of [this.worker.stdout, this.worker.stderr]) {
      stream.on('data', (part: Buffer) => (this.output += part.toString()));
    }
    this.worker.once('exit', () => (this.hasEnded = true));
    // Told by the invocation that meets it; without a listener it would end this process.
    this.worker.on('error', () => undefined);
  }

  /** Whether it takes one more event. */
  public get isUsable(): boolean {
    return !this.hasEnded;
  }

  /** @param clockAhead milliseconds by which its clock, like all of AWS's, is ahead of the machine's */
  public async invoke(event: unknown, milliseconds: number, clockAhead: number): Promise<Invocation> {
    const { worker } = this;
    this.output = '';
    const ended = this.outcome();
    worker.postMessage({ event, milliseconds, clockAhead, requestId: randomUUID() });
    const late = setTimeout(() => void worker.terminate(), milliseconds);
    const outcome = await ended;
    clearTimeout(late);
    return { ...outcome, output: this.output };
  }

  public async end(): Promise<void> {
    await this.worker.terminate();
  }

  private async outcome(): Promise<Omit<Invocation, 'output'>> {
    const { worker } = this;
    const over = new AbortController();
    const first = (name: string) => once(worker, name, { signal: over.signal });
    try {
      return await Promise.race([
        // An error of the thread itself rejects whatever waits for it.
        first('message').then(([told]) => outcomeOf(told as Message)),
        first('exit').then(() => ({ outcome: 'crashed' as const })),
      ]);
    } catch (error) {
      return { outcome: 'failed', error: String(error) };
    } finally {
      over.abort();
    }
  }
}
