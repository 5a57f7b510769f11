import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Environment } from '../../lib/config/parameters';

/**
 * What is made of an environment, once in a run of jest: jest loads everything anew for every suite, and synthesizing
 * takes longer than most suites.
 *
 * @param kind of what is made, in one word
 * @param make puts it at a path that does not exist yet
 * @returns path of what was made, by this suite or another; nothing when jest was started without make-shared-folder.cjs
 */
export function shared(kind: string, environment: Environment, make: (path: string) => void): string | undefined {
  const { STRONGROOM_SHARED } = process.env;
  if (STRONGROOM_SHARED === undefined) return undefined;
  const digest = createHash('sha256').update(JSON.stringify(environment)).digest('hex');
  const path = join(STRONGROOM_SHARED, `${kind}-${digest}`);
  if (existsSync(path)) return path;
  // Complete or not there at all: another suite may ask at the same time.
  const own = `${path}-${String(process.pid)}`;
  make(own);
  try {
    renameSync(own, path);
  } catch (error) {
    // Another suite was first, with the same.
    if (!existsSync(path)) throw error;
    rmSync(own, { recursive: true });
  }
  return path;
}

/** What is made of an environment and can be written as JSON. */
export function sharedJson<Made>(kind: string, environment: Environment, make: () => Made): Made {
  const path = shared(kind, environment, (file) => {
    writeFileSync(file, JSON.stringify(make()));
  });
  return path === undefined ? make() : (JSON.parse(readFileSync(path, 'utf8')) as Made);
}
