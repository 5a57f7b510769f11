import { rmSync } from 'node:fs';

import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks } from 'cdk-nag';

import { customerPrincipals } from '../../lib/access/customer-statements';
import type { Customer, Environment, Workload } from '../../lib/config/parameters';
import { ChoiceError } from '../../lib/config/written-configuration';
import { CustomerStack } from './customer-stack';

/** What templates are wanted of; what is left out means all. */
export interface Choice {
  readonly environment: Environment;
  readonly workload: string | undefined;
  readonly customer: string | undefined;
}

/** The customers of an environment cannot be given what was asked for. */
export class CustomerTemplateError extends Error {
  override readonly name = 'CustomerTemplateError';
}

export interface CustomerTemplate {
  readonly workload: Workload;
  readonly customer: Customer;
  /** The template, ready to be written as JSON. */
  readonly body: object;
}

interface Pair {
  readonly workload: Workload;
  readonly customer: Customer;
}

/** @throws ChoiceError for a name that nothing has */
function chosen({ environment, workload: workloadName, customer: customerName }: Choice): Pair[] {
  const workloads = environment.workloads.filter(({ name }) => workloadName === undefined || name === workloadName);
  if (workloads.length === 0) {
    throw new ChoiceError(
      `workload '${workloadName ?? ''}' in ${environment.name}`,
      environment.workloads.map(({ name }) => name),
    );
  }
  const all = workloads.flatMap((workload) => workload.customers.map((customer) => ({ workload, customer })));
  if (all.length === 0) {
    throw new CustomerTemplateError(
      `no workload of ${environment.name} that was asked for has customers; declare them in its configuration`,
    );
  }
  const wanted = all.filter(({ customer }) => customerName === undefined || customer.name === customerName);
  if (wanted.length === 0) {
    throw new ChoiceError(
      `customer '${customerName ?? ''}' in ${environment.name}`,
      all.map(({ customer }) => customer.name),
    );
  }
  return wanted;
}

/**
 * An app that takes nothing from a cdk.json, and refuses what the rule packs or CloudFormation's own rules object to: the
 * template goes to people who have neither.
 */
function strictApp(): App {
  const app = new App({
    analyticsReporting: false,
    treeMetadata: false,
    context: { '@aws-cdk/core:validateAgainstDefaultRules': true },
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new HIPAASecurityChecks(app), new NIST80053R5Checks(app));
  return app;
}

/**
 * The customer's side of each chosen trust, as a plain CloudFormation template.
 *
 * @throws ChoiceError for a name that nothing has; CustomerTemplateError when nobody may assume the role of a customer,
 * and so nobody could be trusted
 */
export function customerTemplates(choice: Choice): CustomerTemplate[] {
  const { environment } = choice;
  const app = strictApp();
  const stacks = chosen(choice).map(({ workload, customer }) => {
    const principalArns = customerPrincipals(environment, workload, customer);
    if (principalArns.length === 0) {
      throw new CustomerTemplateError(
        `no consumer of ${workload.name} in ${environment.name} may assume the role of ${customer.name}; name it in the customers of one`,
      );
    }
    const id = `${workload.name}-${customer.name}`;
    const stack = new CustomerStack(app, id, { customer, service: workload.name, principalArns });
    return { workload, customer, stack };
  });
  const assembly = app.synth();
  const templates = stacks.map(({ workload, customer, stack }) => ({
    workload,
    customer,
    body: assembly.getStackArtifact(stack.artifactId).template as object,
  }));
  rmSync(assembly.directory, { recursive: true, force: true });
  return templates;
}
