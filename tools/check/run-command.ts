import { spawn } from 'node:child_process';

// A check that hangs must not keep a build machine for hours.
const TIMEOUT_MILLISECONDS = 20 * 60 * 1000;

/** How a command ended. */
export interface Ended {
  /** Nothing if it was stopped by a signal, or never started. */
  readonly exitCode: number | null;
  /** What it printed, on both channels, in the order of printing. */
  readonly output: string;
}

/** Runs a command to its end, whatever that is. */
export async function runCommand([command = '', ...words]: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, words, {
      // The output passes through this process: its tools cannot see whether a person or a log file reads it.
      env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MILLISECONDS,
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => {
      resolve({ exitCode: null, output: error.message });
    });
    child.on('close', (exitCode) => {
      resolve({ exitCode, output: Buffer.concat(chunks).toString() });
    });
  });
}
