import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Repository } from './repository';

// Every run synthesizes all environments twice and asks for all of their access.
jest.setTimeout(10 * 60 * 1000);

const home = mkdtempSync(join(tmpdir(), 'pull-request-'));
const summary = join(home, 'summary.md');
const configuration = 'lib/config/environments.ts';
const comment = '.cache/pull-request/comment.md';
const seesNoAws =
  "node -e \"process.exit(['ACCESS_KEY_ID', 'SESSION_TOKEN', 'PROFILE'].some((name) => process.env['AWS_' + name]) ? 1 : 0)\"";

let repository: Repository;

/** The review writes characters that mean something in Markdown by their numbers. */
function plain(markdown: string): string {
  return markdown.replaceAll(/&#(\d+);/g, (_entity, code) => String.fromCodePoint(Number(code)));
}

function commented(): string {
  return plain(repository.read(comment) ?? '');
}

beforeAll(() => {
  repository = Repository.of(join(home, 'room'));
  const manifest = JSON.parse(repository.read('package.json') ?? '') as { scripts: Record<string, string> };
  Object.assign(manifest.scripts, { passes: seesNoAws, fails: 'node -e "process.exit(1)"' });
  writeFileSync(join(repository.folder, 'package.json'), JSON.stringify(manifest));
  repository.commit('scripts of the test');

  repository.git('checkout', '--quiet', '-b', 'change');
  repository.edit(
    configuration,
    "access: { files: [{ prefix: 'invoices/', verbs: ['list', 'read'] }] }",
    "access: { files: [{ prefix: 'invoices/', verbs: ['list', 'read', 'write'] }] }",
  );
  repository.commit('the accounting partner writes invoices');

  // Meanwhile somebody else's change was merged: it is no part of this one.
  repository.git('checkout', '--quiet', 'main');
  repository.edit(
    configuration,
    "access: { files: [{ prefix: 'scans/', verbs: ['list', 'write'] }] }",
    "access: { files: [{ prefix: 'scans/', verbs: ['list', 'write', 'delete'] }] }",
  );
  repository.commit('the scanner deletes scans');
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

it('tells what a branch changes since it left main, and stops for access that nobody has decided', () => {
  repository.git('checkout', '--quiet', 'change');

  const { status, output } = repository.run(['pull-request', '--', '--base', 'main', '--check', 'passes'], {
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SESSION_TOKEN: 'of-a-person',
    AWS_PROFILE: 'of-a-person',
    GITHUB_STEP_SUMMARY: summary,
  });

  const text = commented();
  expect(output).toContain('not ready to be merged: the review failed');
  expect(status).toBe(1);
  expect(text).toMatch(/^\*\*Checks\*\*: `passes` passed; review \*\*needs a decision\*\*\n/);
  expect(text).toContain('accounting');
  expect(text).toContain('s3:PutObject');
  expect(text).not.toContain('s3:DeleteObject');
  expect(plain(readFileSync(summary, 'utf8'))).toContain('s3:PutObject');
});

it('compares the merge that GitHub checks out with main as it is now', () => {
  repository.git('checkout', '--quiet', '-B', 'merge', 'main');
  repository.git('merge', '--quiet', '--no-edit', 'change');

  repository.run(['pull-request', '--', '--base', 'HEAD^1', '--check', 'passes']);

  const text = commented();
  expect(text).toContain('s3:PutObject');
  expect(text).not.toContain('s3:DeleteObject');
});

it('lets a change pass that changes nothing, and none whose checks fail', () => {
  repository.git('checkout', '--quiet', '-B', 'words', 'main');
  repository.edit('README.md', '# Strongroom', '# Our strongroom');
  repository.commit('another title');

  const passing = repository.run(['pull-request', '--', '--base', 'main', '--check', 'passes']);
  const failing = repository.run(['pull-request', '--', '--base', 'main', '--check', 'passes', '--check', 'fails']);

  expect(passing).toMatchObject({ status: 0 });
  expect(failing.output).toContain('not ready to be merged: npm run fails failed');
  expect(failing.status).toBe(1);
  expect(commented()).toMatch(/^\*\*Checks\*\*: `passes` passed; `fails` \*\*failed\*\*; review passed\n/);
});

it('says what to fetch when git does not know the base', () => {
  const { status, output } = repository.run(['pull-request', '--', '--base', 'origin/absent', '--check', 'passes']);

  expect(output).toContain("git knows no commit 'origin/absent': fetch it, or check out the whole history");
  expect(status).toBe(1);
});
