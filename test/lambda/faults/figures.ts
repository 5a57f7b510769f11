import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.join(__dirname, '../../../.cache/faults');

/** Keeps the figures of a suite where reports find them, and says them in one line. */
export function report(suite: string, figures: Readonly<Record<string, number>>): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, `${suite}.json`), `${JSON.stringify(figures, null, 2)}\n`);
  const told = Object.entries(figures).map(([name, value]) => `${name} ${value.toLocaleString('en')}`);
  process.stderr.write(`${suite}: ${told.join(', ')}\n`);
}
