import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { App, Stack, Stage } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';

jest.setTimeout(60_000);

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'review-command-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function assembly(name: string, retention: RetentionDays): string {
  const outdir = join(folder, name);
  const app = new App({ outdir, analyticsReporting: false });
  const stage = new Stage(app, 'prod', { env: { account: '111122223333', region: 'eu-west-1' } });
  new LogGroup(new Stack(stage, 'Data'), 'Logs', { retention });
  app.synth();
  return outdir;
}

const year = assembly('year', RetentionDays.ONE_YEAR);
const week = assembly('week', RetentionDays.ONE_WEEK);
const grants = join(folder, 'grants.yaml');
const out = join(folder, 'out');

function run(...words: string[]) {
  const program = [
    '-r',
    'ts-node/register',
    'tools/review/index.ts',
    '--grants',
    grants,
    '--out',
    out,
    '--today',
    '2026-10-01',
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...words], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

afterEach(() => {
  rmSync(grants, { force: true });
  rmSync(out, { recursive: true, force: true });
});

it('ends with 0 when nothing is weaker, and writes a comment, a summary, JSON and the page', () => {
  expect(run('--base', week, '--head', year)).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(out).sort()).toEqual(['access.html', 'comment.md', 'review.json', 'summary.md']);
  expect(readFileSync(join(out, 'comment.md'), 'utf8')).toContain('Nobody gains access');
  expect(JSON.parse(readFileSync(join(out, 'review.json'), 'utf8'))).toMatchObject({ version: 1, passes: true });
});

it('ends with 1 without an entry, with 0 with the one that it prints and a reason, and with 1 when that is over', () => {
  const { status, stdout } = run('--base', year, '--head', week);
  const [, entries = ''] = /```yaml\n([^]*?)\n```/.exec(stdout) ?? [];
  expect([status, entries]).toEqual([1, expect.stringContaining('fingerprint: guard-')]);
  const granted = `grants:\n${entries.replace('reason: ""', 'reason: A week is enough for these.')}\n`;
  writeFileSync(grants, granted);
  expect(run('--base', year, '--head', week).status).toBe(0);
  expect(run('--base', year, '--head', week, '--today', '2026-12-01').status).toBe(1);
});

it('ends with 1 for an entry that nothing needs', () => {
  writeFileSync(
    grants,
    'grants:\n  - { fingerprint: guard-0123456789abcdef0123, environment: prod, reason: Not needed any more., expires: 2026-10-02 }\n',
  );
  const { status, stdout } = run('--base', year, '--head', year);
  expect([status, stdout]).toEqual([1, expect.stringContaining('Remove, because this change does none of it')]);
});

it('takes the entry out that nothing needs, on request, and ends with 0', () => {
  const kept = '# What is wanted.\ngrants: []\n';
  const entry =
    '{ fingerprint: guard-0123456789abcdef0123, environment: prod, reason: Not needed any more., expires: 2026-10-02 }';
  writeFileSync(grants, kept.replace('[]', `[${entry}]`));
  const { status, stdout } = run('--base', year, '--head', year, '--prune-grants');
  expect([status, stdout]).toEqual([0, expect.stringContaining('guard-0123456789abcdef0123 in prod')]);
  expect(readFileSync(grants, 'utf8')).toBe(kept);
});

it('ends with 0 without a base', () => {
  expect(run('--head', year)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('first deployment') as unknown,
  });
});

it.each([
  [
    'a base that is neither',
    ['--base', 'nowhere-at-all', '--head', year],
    'is neither a folder with a cloud assembly nor a commit',
  ],
  ['a folder that is no assembly', ['--base', folder, '--head', year], 'the base cannot be read'],
  ['a day that is none', ['--head', year, '--today', 'tomorrow'], 'is no day'],
])('ends with 2 for %s, says why, and writes nothing', (_what, words, message) => {
  const { status, stderr } = run(...words);
  expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  expect(stderr).not.toContain('    at ');
  expect(existsSync(out)).toBe(false);
});

it('ends with 2 for grants that are not understood', () => {
  writeFileSync(grants, 'grants: yes\n');
  expect(run('--base', year, '--head', week)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('is not understood') as unknown,
  });
});
