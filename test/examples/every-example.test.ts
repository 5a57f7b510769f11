import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks } from 'cdk-nag';

import type { Environment } from '../../lib/config/parameters';
import { globalRegionOf } from '../../lib/detection/global-region';
import type { EnvironmentStage } from '../../lib/stacks/environment-stage';
import { roomOf } from '../support/room';
import { stageOf } from '../support/templates';
import { withoutDigests } from '../support/snapshot';
import { environmentsOf, exampleNames } from './example';

const packs = { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks };

/** What the packs say of an environment, as the synthesis would print it. */
function violationsIn(environment: Environment, change: (stage: EnvironmentStage) => void = () => undefined): string[] {
  const app = new App();
  change(stageOf(app, environment));
  return Object.values(packs).flatMap((Pack) =>
    new Pack()
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => `${ruleName}: ${constructPath ?? ''}`),
      ),
  );
}

it('has the five applications', () => {
  expect(exampleNames).toEqual([
    'auth-service-secrets',
    'clinic-attachments',
    'cross-account-reader',
    'explicit-keys',
    'file-store',
  ]);
});

describe.each(exampleNames)('%s', (name) => {
  const environments = environmentsOf(name).map((environment) => [environment.name, environment] as const);

  it.each(environments)('has no violation of AwsSolutions, HIPAA and NIST 800-53 in %s', (_, environment) => {
    expect(violationsIn(environment)).toEqual([]);
  });

  it.each(environments)('has the stacks of %s unchanged', (_, environment) => {
    for (const { name: stack, template } of roomOf(environment).stacks)
      expect(withoutDigests(template)).toMatchSnapshot(stack);
  });

  it.each(environments)('names no Region but its own, and the one of global events, in %s', (_, environment) => {
    const others =
      /\b(?:af|ap|ca|cn|eu|il|me|mx|sa|us)-(?:gov-)?(?:central|east|north|northeast|northwest|south|southeast|west)-\d\b/g;
    const templates = JSON.stringify(roomOf(environment).stacks.map(({ template }) => template));
    const values = JSON.stringify(environment.workloads.map(({ secrets, settings }) => [secrets, settings]));
    const named = [...new Set(templates.match(others))].filter((region) => !values.includes(region));
    expect(named.filter((region) => ![environment.region, globalRegionOf(environment)].includes(region))).toEqual([]);
  });
});

it('would see a violation deep in a stage', () => {
  const [environment] = environmentsOf('file-store');
  if (environment === undefined) throw new Error('file-store has no environment');
  const found = violationsIn(environment, (stage) => {
    new Bucket(new Stack(stage, 'Careless'), 'Files');
  });
  for (const rule of [
    'AwsSolutions-S1',
    'HIPAA.Security-S3BucketLoggingEnabled',
    'NIST.800.53.R5-S3BucketLoggingEnabled',
  ]) {
    expect(found).toContainEqual(expect.stringMatching(new RegExp(`^${rule}.*: staging/Careless/Files`)));
  }
});
