import { BOOTSTRAP_QUALIFIER_CONTEXT, RemovalPolicy, type Stack, Stage, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import { bootstrapQualifierOf } from '../config/bootstrap-qualifier';
import { foundationStackName, globalEventsStackName, workloadStackName } from '../config/names';
import type { Environment } from '../config/parameters';
import { accountEvents } from '../detection/account-events';
import { watchesAccount } from '../detection/account-wide';
import { globalRegionOf, needsGlobalEvents } from '../detection/global-region';
import { workloadEvents } from '../detection/workload-events';
import { FoundationStack } from './foundation-stack';
import { GlobalEventsStack } from './global-events-stack';
import { WorkloadStack } from './workload-stack';

/**
 * One environment: its foundation, what it needs in the Region of global events, and a stack for each workload, each
 * knowing only what stands above it.
 */
export class EnvironmentStage extends Stage {
  constructor(scope: Construct, environment: Environment) {
    super(scope, environment.name, { env: { account: environment.account, region: environment.region } });
    // Read by the synthesizer of every stack below.
    this.node.setContext(BOOTSTRAP_QUALIFIER_CONTEXT, bootstrapQualifierOf(environment));
    const common = {
      environment,
      removalPolicy: environment.tier === 'development' ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      terminationProtection: environment.tier === 'production',
    };
    const foundation = new FoundationStack(this, 'Foundation', {
      ...common,
      stackName: foundationStackName(environment),
      description: `Strongroom ${environment.name}: audit trail, access logs, alerts, journal and detection`,
      tags: { environment: environment.name, owner: environment.owner, 'data-class': 'audit' },
    });
    tagResources(foundation);
    // The environment that watches over the account hands the same events to the same bus: a second time they would ring twice.
    if (needsGlobalEvents(environment) && watchesAccount(environment)) {
      const globalEvents = new GlobalEventsStack(this, 'GlobalEvents', {
        env: { account: environment.account, region: globalRegionOf(environment) },
        terminationProtection: common.terminationProtection,
        environment,
        detections: [...accountEvents(environment), ...workloadEvents(environment)],
        stackName: globalEventsStackName(environment),
        description: `Strongroom ${environment.name}: hands events of IAM, STS and sign-ins to ${environment.region}`,
        tags: { environment: environment.name, owner: environment.owner, 'data-class': 'audit' },
      });
      tagResources(globalEvents);
      // What it hands over must find the rules that make messages of it.
      globalEvents.addStackDependency(foundation);
    }
    for (const workload of environment.workloads) {
      const stack = new WorkloadStack(this, workload.name, {
        ...common,
        workload,
        auditKey: foundation.auditKey,
        stackName: workloadStackName(environment, workload.name),
        description: `Strongroom ${environment.name}: files, secrets and consumers of ${workload.name}`,
        tags: {
          environment: environment.name,
          workload: workload.name,
          owner: workload.owner,
          'data-class': workload.dataClass,
        },
      });
      tagResources(stack);
      // Access logs must find their bucket, functions their journal, and the trail records the workload from its first
      // object on.
      stack.addStackDependency(foundation);
    }
  }
}

/** The stack's tags on each resource too: not every resource type takes over the tags of its stack. */
function tagResources(stack: Stack): void {
  for (const [key, value] of Object.entries(stack.tags.tagValues())) Tags.of(stack).add(key, value);
}
