import { App, CfnResource, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, type NagPack, NIST80053R5Checks } from 'cdk-nag';
import type { IConstruct } from 'constructs';

import type { Environment } from '../../lib/config/parameters';
import { stageOf } from './templates';

/** A rule of a pack that a resource does not follow. */
export interface Finding {
  readonly rule: string;
  readonly path: string;
}

/** A finding that is accepted on a construct and below it. */
export interface Accepted extends Finding {
  readonly reason: string;
  readonly scope: IConstruct;
}

const packs: readonly (() => NagPack)[] = [
  () => new AwsSolutionsChecks(),
  () => new HIPAASecurityChecks(),
  () => new NIST80053R5Checks(),
];

export function appWith(environment: Environment): App {
  const app = new App();
  stageOf(app, environment);
  return app;
}

/** What the three packs find below a construct, and nobody has accepted. */
export function findingsOf(scope: IConstruct): Finding[] {
  return packs.flatMap((pack) =>
    pack()
      .validateScope(scope)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => ({ rule: ruleName, path: constructPath ?? '' })),
      ),
  );
}

/** Everything that is accepted below a construct, each where it stands. */
export function acceptedOf(scope: IConstruct): Accepted[] {
  return scope.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) =>
        Object.entries(data as Record<string, string>).map(([rule, reason]) => ({
          // CDK writes down what it takes for the source of the rule.
          rule: rule.replace(/^annotation::/i, ''),
          path: construct.node.path,
          reason,
          scope: construct,
        })),
      ),
  );
}

export function countResources(scope: IConstruct): number {
  return scope.node.findAll().filter((construct) => CfnResource.isCfnResource(construct)).length;
}
