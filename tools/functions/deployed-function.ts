import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';

const runner = join(__dirname, 'runner.cjs');

export interface DeployedFunctionProps {
  /** File of the bundle. */
  readonly bundle: string;
  /** Variables of the template, and no others. */
  readonly variables: Readonly<Record<string, string>>;
  /** The gate. */
  readonly endpoint: string;
  readonly region: string;
  /** Credentials of its role. */
  readonly accessKeyId: string;
  /** How long one invocation may take. */
  readonly timeoutMilliseconds: number;
}

export interface Invocation {
  /** `crashed` when it was ended from outside. */
  readonly outcome: 'done' | 'failed' | 'crashed';
  readonly error?: string;
  readonly output: string;
}

/** A function as Lambda runs it: from its bundle, with its own environment and credentials, and nothing of this process. */
export class DeployedFunction {
  private running: Worker | undefined;

  public constructor(private readonly props: DeployedFunctionProps) {}

  /** Ends the running invocation as a crash does. */
  public async crash(): Promise<void> {
    await this.running?.terminate();
  }

  /** One cold start and one event. */
  public async invoke(event: unknown): Promise<Invocation> {
    const { bundle, timeoutMilliseconds } = this.props;
    const worker = new Worker(runner, {
      env: this.environment(),
      workerData: { bundle, event, milliseconds: timeoutMilliseconds, requestId: randomUUID() },
      stdout: true,
      stderr: true,
    });
    this.running = worker;
    const output = [textOf(worker.stdout), textOf(worker.stderr)];
    const ended = new Promise<Omit<Invocation, 'output'>>((resolve) => {
      worker.once('message', ({ isDone, name, message }: Message) =>
        resolve(isDone ? { outcome: 'done' } : { outcome: 'failed', error: `${name}: ${message}` }),
      );
      worker.once('error', (error) => resolve({ outcome: 'failed', error: String(error) }));
      worker.once('exit', () => resolve({ outcome: 'crashed' }));
    });
    const late = setTimeout(() => void worker.terminate(), timeoutMilliseconds);
    const outcome = await ended;
    clearTimeout(late);
    await worker.terminate();
    return { ...outcome, output: (await Promise.all(output)).join('') };
  }

  private environment(): NodeJS.ProcessEnv {
    const { variables, endpoint, region, accessKeyId } = this.props;
    return {
      ...variables,
      AWS_REGION: region,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
    };
  }
}

interface Message {
  readonly isDone: boolean;
  readonly name: string;
  readonly message: string;
}

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const part of stream) text += String(part);
  return text;
}
