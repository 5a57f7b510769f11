import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks } from 'cdk-nag';

import { configuration } from '../lib/config/environments';
import { loadConfiguration } from '../lib/config/load-configuration';
import { EnvironmentStage } from '../lib/stacks/environment-stage';

// Run by growth.ts as a process of its own: production with as many copies of its workload as BENCH_WORKLOADS says.
const production = configuration.environments.find(({ tier }) => tier === 'production');
const [workload] = production?.workloads ?? [];
if (production === undefined || workload === undefined) throw new Error('lib/config/environments.ts has no production');

const workloads = Array.from({ length: Number(process.env.BENCH_WORKLOADS) }, (_, index) => ({
  ...workload,
  name: `w${String(index + 1)}`,
  // External ids stand for one trust each, so copies cannot have them.
  consumers: workload.consumers?.filter(({ kind }) => kind !== 'cross-account-role'),
}));
const [environment] = loadConfiguration(
  { environments: [{ ...production, workloads }] },
  { file: 'bench/growth-app.ts', today: new Date() },
).environments;
if (environment === undefined) throw new Error('nothing was loaded');

const { context } = JSON.parse(readFileSync(join(__dirname, '../cdk.json'), 'utf8')) as { context: object };
const app = new App({ context: { ...context } });
new EnvironmentStage(app, environment);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new HIPAASecurityChecks(app), new NIST80053R5Checks(app));
app.synth({ validateOnSynthesis: true });
