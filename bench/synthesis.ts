import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { inSeconds, median, seconds, type Timed } from './measure';

const root = join(__dirname, '..');
const cdk = join(root, 'node_modules/aws-cdk/bin/cdk');

/** What `cdk init` leaves as comments for the reader to take in. */
const exampleQueue = [
  ["// import * as sqs from 'aws-cdk-lib/aws-sqs';", "import * as sqs from 'aws-cdk-lib/aws-sqs';"],
  ['// const queue = ', 'const queue = '],
  ['//   visibilityTimeout', '  visibilityTimeout'],
  ['// });', '});'],
] as const;

function stockProject(folder: string): void {
  mkdirSync(folder);
  seconds({
    words: [process.execPath, cdk, 'init', 'app', '--language', 'typescript', '--generate-only'],
    folder,
  });
  // `cdk init` names it after the folder.
  const stack = join(folder, 'lib/stock-stack.ts');
  let source = readFileSync(stack, 'utf8');
  for (const [comment, code] of exampleQueue) {
    if (!source.includes(comment)) throw new Error(`the stock project no longer has the line ${comment}`);
    source = source.replace(comment, code);
  }
  writeFileSync(stack, source);
  seconds({ words: ['npm', 'install', '--no-audit', '--no-fund'], folder });
}

/** Prints the median times of ours and of the stock project, run in turn, and the median of the ratios pair by pair. */
export function measureSynthesis(pairs: number): void {
  const parent = mkdtempSync(join(tmpdir(), 'synthesis-bench'));
  const folder = join(parent, 'stock');
  try {
    stockProject(folder);
    const stock: Timed = { words: [process.execPath, 'node_modules/aws-cdk/bin/cdk', 'synth', '--quiet'], folder };
    const ours: Timed = {
      words: [process.execPath, cdk, 'synth', '--quiet', '--output', join(parent, 'ours.out')],
      folder: root,
    };
    seconds(stock);
    seconds(ours);
    const times = Array.from({ length: pairs }, () => ({ ours: seconds(ours), stock: seconds(stock) }));
    console.log(`cdk synth, all environments:  ${inSeconds(median(times.map((pair) => pair.ours)))}`);
    console.log(`cdk synth, stock project:     ${inSeconds(median(times.map((pair) => pair.stock)))}`);
    console.log(
      `ratio, median of ${String(pairs)} pairs:   ${median(times.map((pair) => pair.ours / pair.stock)).toFixed(2)}`,
    );
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}
