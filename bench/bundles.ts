import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

import { inSeconds, median, seconds } from './measure';

const root = join(__dirname, '..');
const functions = [
  'rotate-access-key',
  'rotate-password',
  'rotate-jwt-keys',
  'reconcile-secrets',
  'probe-access',
] as const;

/** What every function is told, as far as it takes to load it. */
const environment = {
  ROOM_REGION: 'eu-central-1',
  JOURNAL_TABLE: 'strongroom-dev-journal',
  JOURNAL_DAYS: '400',
  SECRET_NAME: 'clinic/dev/secret',
  SECRET_PREFIX: 'clinic/dev/',
  SECRETS: '[]',
  KEYS: '[]',
  USER_NAME: 'clinic-dev-uploader',
  USER_PATH: '/rotated/clinic/dev/',
  OVERLAP_DAYS: '7',
  WATCH_DAYS: '1',
  FIELDS: '{}',
  TRIAL: JSON.stringify({ call: 'describe-secret', secretName: 'clinic/dev/secret', mayBeDenied: true }),
  PASSWORD_LENGTH: '32',
  SHAPE: 'key-set',
  ALGORITHM: 'ES256',
  TOKEN_MINUTES: '15',
  CACHE_SECONDS: '300',
};

/** As the functions' construct bundles them. */
function bundle(contents: string, outfile: string): void {
  buildSync({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
}

/** Prints size and median time of `node -e require(bundle)` of each function, beside the SDK's client and beside nothing. */
export function measureBundles(runs: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'bundles-bench'));
  const sources = [
    ['nothing', ''],
    ['bare SDK client', "module.exports = require('@aws-sdk/client-secrets-manager');"],
    ...functions.map((name) => [name, `export * from './lambda/${name}/index';`] as const),
  ] as const;
  const bundles = sources.map(([name, contents], index) => {
    const file = join(folder, `${String(index)}.js`);
    bundle(contents, file);
    return { name, file, times: [] as number[] };
  });
  try {
    // In turn, so that whatever else the machine does weighs on all of them.
    for (let run = 0; run < runs; run += 1) {
      for (const { file, times } of bundles) {
        times.push(
          seconds({ words: [process.execPath, '-e', `require(${JSON.stringify(file)})`], folder, environment }),
        );
      }
    }
    for (const { name, file, times } of bundles) {
      const size = `${(statSync(file).size / 1000).toFixed(0)} kB`;
      console.log(`${name.padEnd(20)} ${size.padStart(8)}   ${inSeconds(median(times))}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
