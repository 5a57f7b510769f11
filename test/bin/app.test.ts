import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';

import { configuration } from '../../lib/config/environments';
import { loadConfiguration } from '../../lib/config/load-configuration';
import { EnvironmentStage } from '../../lib/stacks/environment-stage';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'strongroom-app-'));
const { context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: Record<string, unknown> };

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Bundles are the same whoever asks for them, and what is compared here are templates. */
const unbundled = { ...context, 'aws:cdk:bundling-stacks': [] };

function run(more: Record<string, string>, outdir: string) {
  return spawnSync(process.execPath, ['-r', 'ts-node/register', 'bin/app.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify({ ...unbundled, ...more }) },
  });
}

function templatesIn(assembly: string): Map<string, string> {
  return new Map(
    readdirSync(assembly, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.template.json'))
      .map((file) => [file, readFileSync(join(assembly, file), 'utf8')]),
  );
}

it('writes byte for byte what the stages alone would write: without its context the sandbox changes nothing', () => {
  const whole = join(folder, 'whole');
  const { status, stderr } = run({}, whole);
  expect({ status, stderr }).toMatchObject({ status: 0 });

  const alone = join(folder, 'alone');
  const app = new App({ context: unbundled, outdir: alone });
  const source = { file: 'lib/config/environments.ts', today: new Date() };
  for (const environment of loadConfiguration(configuration, source).environments)
    new EnvironmentStage(app, environment);
  app.synth();

  const templates = templatesIn(whole);
  expect(templates.size).toBe(9);
  expect(templates).toEqual(templatesIn(alone));
  expect(existsSync(join(whole, 'left-out.json'))).toBe(false);
}, 60_000);

it('lists every environment with its account, Region and stacks', () => {
  const { stderr } = run({}, join(folder, 'listed'));
  for (const { name, account, region } of configuration.environments) {
    expect(stderr).toContain(`${account}, ${region}: ${name}/Foundation, ${name}/GlobalEvents, ${name}/portal`);
  }
}, 60_000);

it.each([
  [{ application: 'nope' }, "there is no example 'nope'; choose one of "],
  [{ application: '../lib/config' }, "there is no example '../lib/config'; choose one of "],
  [
    { environment: 'nope' },
    "there is no environment 'nope' in lib/config/environments.ts; choose one of dev, staging, prod",
  ],
])(
  'refuses %j with one sentence',
  (choice, sentence) => {
    const { status, stderr } = run(choice, join(folder, 'refused'));
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(sentence);
  },
  60_000,
);
