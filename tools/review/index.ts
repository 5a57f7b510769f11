import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Command } from 'commander';

import { accessPage } from '../access/page/access-page';
import { readGrants } from './grants';
import { needless, withoutGrants } from './prune';
import { comment, summary } from './render/finding-lines';
import { reviewMarkdown } from './render/markdown';
import { pageOf } from './render/page';
import { reviewJson } from './render/json';
import { type Review, review } from './review';
import { ReviewError } from './review-error';
import { environmentsOf } from './sides/side';

interface Words {
  readonly base?: string;
  readonly head: string;
  readonly grants: string;
  readonly out: string;
  readonly application?: string;
  readonly today?: string;
  readonly pruneGrants?: true;
}

function grantsIn(file: string) {
  return existsSync(file) ? readGrants(readFileSync(file, 'utf8'), file) : [];
}

/** Takes entries out of the file that grant nothing, and says which. */
function prune(file: string, { outcome }: Review, today: Date): void {
  const gone = needless(outcome, today);
  if (gone.length === 0) return;
  writeFileSync(file, withoutGrants(readFileSync(file, 'utf8'), gone));
  const told = gone.map(({ fingerprint, environment }) => `${fingerprint} in ${environment}`);
  console.log(`Removed from ${file}: ${told.join(', ')}.\n`);
}

function todayOf({ today }: Words): Date {
  if (today === undefined) return new Date();
  const day = new Date(`${today}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) throw new ReviewError(`--today ${today} is no day: write it as 2026-12-31`);
  return day;
}

async function reviewed(words: Words, today: Date): Promise<Review> {
  const grants = grantsIn(words.grants);
  const temporary = mkdtempSync(path.join(tmpdir(), 'strongroom-review-'));
  const context = words.application === undefined ? {} : { application: words.application };
  const workshop = { root: process.cwd(), temporary, context };
  try {
    const base = words.base === undefined ? undefined : environmentsOf(words.base, 'base', workshop);
    const head = environmentsOf(words.head, 'head', workshop);
    const sides = { ...(base === undefined ? {} : { base }), head, today };
    const made = await review({ ...sides, grants });
    if (words.pruneGrants !== true) return made;
    prune(words.grants, made, today);
    return await review({ ...sides, grants: grantsIn(words.grants) });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** 1: something needs an entry in the grants; 2: the review could not be made. */
async function run(words: Words): Promise<void> {
  const today = todayOf(words);
  const made = await reviewed(words, today);
  mkdirSync(words.out, { recursive: true });
  const write = (name: string, text: string) => {
    writeFileSync(path.join(words.out, name), text);
  };
  const short = reviewMarkdown(made, comment, today);
  write('comment.md', short);
  write('summary.md', reviewMarkdown(made, summary, today));
  write('review.json', reviewJson(made));
  write('access.html', accessPage(pageOf(made, words.base ?? 'nothing', words.head)));
  console.log(short);
  console.log(`${words.out}: comment.md, summary.md, review.json, access.html`);
  process.exitCode = made.outcome.passes ? 0 : 1;
}

new Command('npm run review --')
  .description('what a change does to access, guards and data, from the templates alone; nothing is asked of AWS')
  .option('--base <side>', 'a folder that cdk synth wrote, or a name of git; without it, everything is new')
  .option('--head <side>', 'the same; . is the working tree', '.')
  .option('--grants <file>', 'what was decided to be wanted', 'security-grants.yaml')
  .option('--prune-grants', 'take entries out of that file that are over, or for what the change does not do')
  .option('--out <folder>', 'where to write', 'dist/review')
  .option('--application <example>', 'an application of examples/ instead of lib/config/environments.ts')
  .option('--today <day>', 'the day against which grants are held')
  .action(async (words: Words) => {
    try {
      await run(words);
    } catch (error) {
      if (!(error instanceof ReviewError)) throw error;
      console.error(error.message);
      process.exitCode = 2;
    }
  })
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 2;
  });
