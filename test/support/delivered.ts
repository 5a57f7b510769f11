import { App } from 'aws-cdk-lib';

import { loadConfiguration } from '../../lib/config/load-configuration';
import type { ConfigurationInput } from '../../lib/config/parameters';
import { delivered, type DeliveredEnvironment } from '../../lib/delivery/delivered';
import { deliveryStacks } from '../../lib/stacks/delivery-stacks';
import type { Stack } from '../../tools/access/template';
import { baseline, today } from './configurations';
import { stackOf } from './templates';

type DeliveryInput = NonNullable<ConfigurationInput['environments'][number]['delivery']>;

/** A delivery from the repository example/portal. A new copy each time. */
export function aDelivery(): DeliveryInput {
  return {
    qualifier: 'portalprod',
    repository: { owner: 'example', ownerId: '9919', name: 'portal', repositoryId: '1296269' },
    identityProvider: 'create',
  };
}

/** The baseline's environment, with that delivery after some changes. */
export function deliveredEnvironment(change: Partial<DeliveryInput> = {}): DeliveredEnvironment {
  const environments = baseline().environments.map((one) => ({ ...one, delivery: { ...aDelivery(), ...change } }));
  const [environment] = loadConfiguration({ environments }, { file: 'the baseline', today }).environments;
  if (environment === undefined) throw new Error('the baseline has no environment');
  return delivered(environment);
}

/** What a person deploys before the bootstrap, as the CDK writes it. */
export function deliveryStacksOf(environment: DeliveredEnvironment): readonly Stack[] {
  const key = JSON.stringify(environment);
  const known = synthesized.get(key) ?? synthesizeDelivery(environment);
  synthesized.set(key, known);
  return known;
}

const synthesized = new Map<string, readonly Stack[]>();

function synthesizeDelivery(environment: DeliveredEnvironment): Stack[] {
  const app = new App();
  const made = deliveryStacks(app, environment).map(({ artifactId }) => artifactId);
  const assembly = app.synth();
  return made.map((id) => stackOf(assembly.getStackArtifact(id), environment));
}

/** The one of these stacks that says who may deploy. */
export function deliveryStackOf(environment: DeliveredEnvironment): Stack {
  const [delivery] = deliveryStacksOf(environment);
  if (delivery === undefined) throw new Error('a person deploys nothing');
  return delivery;
}
