import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';

import { Interrupted } from './errors';

/** How long a program may take to end after it was asked to. */
const patience = 4000;

export interface Command {
  readonly program: string;
  readonly words: readonly string[];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
}

export interface Ended {
  readonly code: number;
  /** What it printed, on both streams, in the order of its arrival. */
  readonly output: string;
}

/**
 * The programs of a run. Each gets a process group of its own: Ctrl-C in a terminal then reaches the sandbox alone,
 * which ends them in order, each with all that it started, and never anything else.
 */
export class Processes {
  private readonly running = new Set<ChildProcess>();
  private isStopping = false;

  /** Why everything fails from now on, once somebody has asked to stop. */
  public get interruption(): Interrupted | undefined {
    return this.isStopping ? interrupted() : undefined;
  }

  /** Starts a program that stays, with its output in a file. */
  public start(command: Command, logFile: string): ChildProcess {
    const log = openSync(logFile, 'a');
    try {
      return this.spawned(command, ['ignore', log, log]);
    } finally {
      closeSync(log);
    }
  }

  /** Runs a program to its end. A failure is a code, not an exception. */
  public async run(command: Command, onLine: (line: string) => void = () => undefined): Promise<Ended> {
    const child = this.spawned(command, ['ignore', 'pipe', 'pipe']);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        for (const line of text.split('\n')) if (line.trim() !== '') onLine(line);
      });
    }
    const [code] = (await once(child, 'close')) as [number | null];
    if (this.isStopping) throw interrupted();
    return { code: code ?? 1, output };
  }

  /** Ends everything that still runs, and waits for it. */
  public async stopAll(): Promise<void> {
    this.isStopping = true;
    await Promise.all([...this.running].map(stopGroup));
  }

  /** Ends everything that still runs at once, without waiting: for a program that is already on its way out. */
  public killAll(): void {
    for (const { pid } of this.running) if (pid !== undefined) signalGroup(pid, 'SIGKILL');
  }

  /** Lets a program outlive the sandbox. */
  public release(child: ChildProcess): void {
    this.running.delete(child);
    child.unref();
  }

  private spawned(command: Command, stdio: ('ignore' | 'pipe' | number)[]): ChildProcess {
    if (this.isStopping) throw interrupted();
    const child = spawn(command.program, command.words, {
      cwd: command.folder,
      env: command.environment,
      stdio,
      detached: true,
    });
    this.running.add(child);
    child.once('close', () => this.running.delete(child));
    // Without a listener a program that cannot be started would end the sandbox before it has cleaned up.
    child.once('error', () => this.running.delete(child));
    return child;
  }
}

function interrupted(): Interrupted {
  return new Interrupted('the run was interrupted', 'Everything that it had started has been stopped and removed');
}

/** Signals a whole group. A group that is already gone is what was wanted. */
function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function stopGroup(child: ChildProcess): Promise<void> {
  // Never started: there is nothing to end, and 'error' has told whoever waits for it.
  if (child.pid === undefined) return;
  const leader = child.pid;
  const closed = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  signalGroup(leader, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(leader, 'SIGKILL'), patience);
  await closed;
  clearTimeout(timer);
  // What the leader left behind.
  signalGroup(leader, 'SIGKILL');
}
