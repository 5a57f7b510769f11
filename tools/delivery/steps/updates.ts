import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { synthesizeEnvironments } from '../../assembly/synthesize';
import { WrongCall } from '../delivery-error';
import type { GitHub } from '../github/api';
import { exitCodeOf, mustRun, ROOT, script } from '../programs';
import { historyOf } from '../pull-request/history';
import { withoutAws } from '../pull-request/without-aws';
import type { Report } from '../report';
import { actionsKnownIn } from '../updates/known-actions';
import { newlyAllowed } from '../updates/newly-allowed';
import { onlyVersions, proposalText } from '../updates/proposal';
import { publish } from '../updates/publish';
import { Manifest, updatesBetween, wantedVersions } from '../updates/wanted';

const MANIFEST = 'package.json';
const LOCKFILE = 'package-lock.json';
const BODY = 'body.md';
/** Where the two steps hand the proposal on, from the root of the checkout. */
const FOLDER = join(ROOT, '.cache/updates');

const author = ['-c', 'user.name=Strongroom', '-c', 'user.email=strongroom@example.com'];

function manifestIn(folder: string): Manifest {
  return Manifest.parse(JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')));
}

async function renewIn(checkout: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const words = ['install', '--save-exact', '--ignore-scripts', ...wantedVersions(manifestIn(checkout))];
  await mustRun({ program: 'npm', words, folder: checkout, environment });
}

/**
 * `npm run prepare-updates`: takes the newest versions in a copy of the checkout, runs there what a pull request runs,
 * and writes what to propose. It runs programs that nobody has read yet, so it may have no right to write.
 *
 * @param checks scripts of package.json
 */
export async function prepareUpdates(
  checks: readonly string[],
  report: Report,
  inherited: NodeJS.ProcessEnv,
): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), 'strongroom-updates-'));
  const environment = withoutAws(inherited);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  try {
    execFileSync('git', ['clone', '--quiet', ROOT, copy]);
    const before = manifestIn(copy);
    await renewIn(copy, environment);
    const updates = updatesBetween(before, manifestIn(copy));
    if (updates.length > 0) {
      // Without the hooks, which check less than what runs over this commit right below.
      execFileSync('git', [...author, 'commit', '--quiet', '--no-verify', '-am', 'Newer dependencies'], { cwd: copy });
    }
    const words = ['--base', historyOf(ROOT).commit('HEAD'), ...checks.flatMap((name) => ['--check', name])];
    const isFine = updates.length === 0 || (await exitCodeOf(script('pull-request', words, copy, environment))) === 0;
    const known = await actionsKnownIn(ROOT);
    const newActions = [...(await actionsKnownIn(copy))].filter((action) => !known.has(action));
    const allowed = newlyAllowed(synthesizeEnvironments(undefined), newActions);
    const text = proposalText(updates, newActions, allowed, isFine ? 'passed' : 'failed');
    for (const file of [MANIFEST, LOCKFILE]) copyFileSync(join(copy, file), join(FOLDER, file));
    writeFileSync(join(FOLDER, BODY), text);
    report.summarize(text);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function readProposed(file: string): string {
  try {
    return readFileSync(join(FOLDER, file), 'utf8');
  } catch (cause) {
    throw new WrongCall(`${join(FOLDER, file)} cannot be read: write it with npm run prepare-updates`, { cause });
  }
}

/** A pull request's text holds no more. */
const bodyCharacters = 60_000;

/** `npm run propose-updates`: opens a pull request with the new versions, if there are any. */
export async function proposeUpdates(repository: string, gitHub: GitHub): Promise<void> {
  const [proposed, lockfile] = [readProposed(MANIFEST), readProposed(LOCKFILE)];
  const updates = onlyVersions(readFileSync(join(ROOT, MANIFEST), 'utf8'), proposed, lockfile);
  if (updates.length === 0) {
    console.log('Every dependency is as new as it may be.');
    return;
  }
  const number = await publish(
    {
      title: `build: ${updates.length} newer dependencies`,
      body: readProposed(BODY).slice(0, bodyCharacters),
      files: { [MANIFEST]: proposed, [LOCKFILE]: lockfile },
      base: historyOf(ROOT).commit('HEAD'),
    },
    repository.split('/')[0] ?? '',
    gitHub,
  );
  console.log(`Pull request ${number} has ${updates.length} newer dependencies`);
}
