import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';

import { EnvironmentStage } from '../../lib/stacks/environment-stage';
import { CloudAssemblyError, readCloudAssembly } from '../../tools/assembly/cloud-assembly';
import { costChange } from '../../tools/cost/compare';
import { type CostTable, sumOf } from '../../tools/cost/cost-table';
import { changeText, tableText } from '../../tools/cost/cost-text';
import { costOf } from '../../tools/cost/environment-cost';
import { synthesizeEnvironments } from '../../tools/assembly/synthesize';
import { assumedUsage, usageSchema } from '../../tools/cost/usage';
import { environments } from '../support/templates';
import { alarm, tableOf } from './synthetic';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'cost-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...words: string[]) {
  const program = ['-r', 'ts-node/register', 'tools/cost/index.ts', ...words];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function assembly(): string {
  const outdir = join(folder, 'cdk.out');
  const app = new App({ outdir });
  for (const environment of environments) new EnvironmentStage(app, environment);
  app.synth();
  return outdir;
}

it('counts the same from what cdk synth wrote and from what it synthesizes itself', () => {
  const read = readCloudAssembly(assembly());
  const made = synthesizeEnvironments(undefined);
  const costs = (some: typeof read) =>
    new Map(some.map((environment) => [environment.name, sumOf(costOf(environment, assumedUsage.staging).lines)]));
  expect(made.map(({ name }) => name)).toEqual(environments.map(({ name }) => name));
  expect(costs(read)).toEqual(costs(made));
});

it('refuses a folder that is no assembly, and an assembly without environments', () => {
  expect(() => readCloudAssembly(root)).toThrow(CloudAssemblyError);
  const empty = join(folder, 'empty');
  new App({ outdir: empty }).synth();
  expect(() => readCloudAssembly(empty)).toThrow('holds no stack');
});

it('prints prices’ Region and day, both sums, what is not priced and every assumption', () => {
  const telephone = { Type: 'AWS::SNS::Subscription', Properties: { Protocol: 'sms' } };
  const resources = {
    One: alarm(),
    Page: { Type: 'AWS::CloudWatch::Dashboard', Properties: {} },
    Telephone: telephone,
  };
  const table = tableOf(resources);
  const text = tableText(table, tableOf({ ...resources, Two: alarm() }));
  expect(text).toMatch(/^test \(staging, 111122223333, eu-central-1\), .* list prices of us-east-1, read on 2026-/);
  expect(text).toMatch(/^ +3\.10 +0\.00 {2}Total$/m);
  expect(text).toContain('dashboards (CloudWatch Dashboard): 1 dashboard, $3 per dashboard');
  expect(text).toContain('Two years later, when its keys have rotated, it costs $3.20 ($0.00 after free tiers).');
  expect(text).toContain('Detection: $3.10 ($0.00 after free tiers) for what rings');
  expect(text).toContain('messages by sms: the price of subscription Telephone is not listed');
  for (const name of Object.keys(usageSchema.shape)) expect(text).toContain(`    ${name}: `);
});

it('prints a difference with its sign', () => {
  const text = changeText(costChange(tableOf({ One: alarm(), Two: alarm() }), tableOf({ One: alarm() })));
  expect(text).toContain('test: -0.10 dollars a month, from 0.20 to 0.10');
  expect(text).toContain('metrics of alarms, AWS::CloudWatch::Alarm: 2 → 1');
});

it('counts by itself, by the usage that it is given, for programs too', () => {
  const usage = join(folder, 'usage.json');
  writeFileSync(usage, '{ "managementEvents": 1000000 }');
  const { status, stdout, stderr } = run('--environment', 'prod', '--usage', usage, '--json');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const { environments: tables } = JSON.parse(stdout) as { environments: readonly CostTable[] };
  expect(tables.map(({ environment }) => environment)).toEqual(['prod']);
  expect(tables[0]?.lines).toContainEqual(expect.objectContaining({ price: 'guardDutyEvents', list: 4 }));
}, 60_000);

it('prints what changed since an earlier assembly', () => {
  const { status, stdout, stderr } = run('--environment', 'dev', '--against', assembly());
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^dev: 0\.00 dollars a month/);
}, 60_000);

it('refuses what does not exist in one sentence', () => {
  expect(run('--environment', 'nowhere')).toEqual({
    status: 1,
    stdout: '',
    stderr: "there is no environment 'nowhere'; choose one of dev, staging, prod\n",
  });
}, 60_000);
