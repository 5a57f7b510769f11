import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { exitCodeOf, ROOT, script } from '../programs';
import type { Reviewed } from './pull-request';
import { withoutAws } from './without-aws';

function textIn(folder: string, name: string): string | undefined {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Runs the review of the checkout against a commit, and reads what it wrote into the folder. */
export async function runReview(base: string, folder: string, inherited: NodeJS.ProcessEnv): Promise<Reviewed> {
  // What an earlier run left must not pass for what this one found.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const words = ['--base', base, '--head', '.', '--out', folder];
  const exitCode = await exitCodeOf(script('review', words, ROOT, withoutAws(inherited)));
  return { hasPassed: exitCode === 0, comment: textIn(folder, 'comment.md'), summary: textIn(folder, 'summary.md') };
}
