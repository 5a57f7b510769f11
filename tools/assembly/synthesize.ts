import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { App } from 'aws-cdk-lib';

import { loadConfiguration } from '../../lib/config/load-configuration';
import { writtenConfiguration } from '../../lib/config/written-configuration';
import { isDelivered } from '../../lib/delivery/delivered';
import { deliveryStacks } from '../../lib/stacks/delivery-stacks';
import { EnvironmentStage } from '../../lib/stacks/environment-stage';
import { readCloudAssembly, type SynthesizedEnvironment } from './cloud-assembly';

/**
 * Synthesizes the environments of a configuration, in its order, with the place in the code where each resource was made.
 *
 * Functions are not bundled: neither access nor cost depends on what they run.
 *
 * @param application name of a folder in `examples/`. @default - `lib/config/environments.ts`
 * @throws ChoiceError when there is no such example; ConfigurationError when any environment is wrong
 */
export function synthesizeEnvironments(application: string | undefined): SynthesizedEnvironment[] {
  const { file, configuration } = writtenConfiguration(application);
  const { environments } = loadConfiguration(configuration, { file, today: new Date() });
  const { context } = JSON.parse(readFileSync(join(__dirname, '../../cdk.json'), 'utf8')) as {
    readonly context: Readonly<Record<string, unknown>>;
  };
  const outdir = mkdtempSync(join(tmpdir(), 'strongroom-assembly-'));
  const debug = process.env.CDK_DEBUG;
  // The CDK records where a resource was made only when it is asked by this variable.
  process.env.CDK_DEBUG = 'true';
  try {
    const app = new App({
      outdir,
      analyticsReporting: false,
      treeMetadata: false,
      builtinCloudFormationValidation: false,
      context: { ...context, 'aws:cdk:bundling-stacks': [] },
    });
    for (const environment of environments) {
      const stage = new EnvironmentStage(app, environment);
      if (isDelivered(environment)) deliveryStacks(stage, environment);
    }
    app.synth();
    const synthesized = readCloudAssembly(outdir);
    return environments.flatMap(({ name }) => synthesized.filter((environment) => environment.name === name));
  } finally {
    if (debug === undefined) delete process.env.CDK_DEBUG;
    else process.env.CDK_DEBUG = debug;
    rmSync(outdir, { recursive: true, force: true });
  }
}
