import { Stack, Stage, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';

import type { Environment } from '../../lib/config/parameters';
import { everyKind } from '../support/every-kind';
import { acceptedOf, appWith, countResources, type Finding, findingsOf } from '../support/findings';
import { environments, named } from '../support/templates';

const all = [...environments, ...everyKind].map((environment) => [environment.name, environment] as const);

/** What the packs find when nobody has accepted anything. */
function rawFindings(environment: Environment): Finding[] {
  const acknowledge = jest.spyOn(Validations.prototype, 'acknowledge').mockImplementation(() => undefined);
  try {
    return findingsOf(appWith(environment));
  } finally {
    acknowledge.mockRestore();
  }
}

describe.each(all)('AwsSolutions, HIPAA Security and NIST 800-53 R5 on %s', (_name, environment) => {
  it('find nothing that is not accepted', () => {
    expect(findingsOf(appWith(environment))).toEqual([]);
  });

  it('are accepted on narrow constructs only: never on a stack or a stage', () => {
    for (const { scope, path: where } of acceptedOf(appWith(environment))) {
      expect([where, Stack.isStack(scope), Stage.isStage(scope)]).toEqual([where, false, false]);
      // A bucket and its policy; a policy; a secret.
      expect([where, countResources(scope) <= 2]).toEqual([where, true]);
    }
  });

  it('are accepted for a reason that an auditor can judge', () => {
    for (const { rule, path: where, reason } of acceptedOf(appWith(environment))) {
      expect(`${rule} on ${where}: ${reason}`).toMatch(/: [A-Z].{60,}\.$/);
    }
  });
});

it.each(environments.map((environment) => [environment.name, environment] as const))(
  'accepts on %s what is listed, and nothing else',
  (_name, environment) => {
    const list = acceptedOf(appWith(environment)).map(
      ({ rule, path: where, reason }) => `${rule} on ${where}: ${reason}`,
    );
    expect(list.sort()).toMatchSnapshot();
  },
);

/** The place of a construct within its environment. */
function place(constructPath: string): string {
  return constructPath.split('/').slice(1).join('/');
}

it('finds something for every acceptance: none silences nothing in every environment', () => {
  const accepted = all.flatMap(([, environment]) => acceptedOf(appWith(environment)));
  const found = all.flatMap(([, environment]) => rawFindings(environment));
  const used = accepted.filter(({ rule, path: scope }) =>
    found.some((finding) => finding.rule === rule && `${finding.path}/`.startsWith(`${scope}/`)),
  );
  // The log bucket logs nowhere, which the packs overlook where the trail's bucket beside it logs into it.
  const usedPlaces = new Set(used.map(({ rule, path: scope }) => `${rule} on ${place(scope)}`));
  const idle = accepted.filter(({ rule, path: scope }) => !usedPlaces.has(`${rule} on ${place(scope)}`));
  expect(idle.map(({ rule, path: scope }) => `${rule} on ${scope}`)).toEqual([]);
  expect(used).not.toHaveLength(0);
});

it('walks through stages, so that no stack is left out', () => {
  const app = appWith(named(environments, 'dev'));
  const stack = app.node.findAll().find((construct) => Stack.isStack(construct));
  if (stack === undefined) throw new Error('the app has no stack');
  new s3.CfnBucket(stack, 'Careless');
  expect(findingsOf(app).map(({ path: where }) => where)).toContain(`${stack.node.path}/Careless`);
});
