import './compile-cache';

import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks } from 'cdk-nag';

import { isDelivered } from '../lib/delivery/delivered';
import { deliveryStacks } from '../lib/stacks/delivery-stacks';
import { EnvironmentStage } from '../lib/stacks/environment-stage';
import { leaveOutUnsupported } from '../tools/sandbox/leave-out';
import { loadProfile } from '../tools/sandbox/profile';
import { forPeople } from './for-people';
import { selectedEnvironments } from './selected-environments';

const app = new App();
const emulator = app.node.tryGetContext('emulator') as string | undefined;
const withDelivery = app.node.tryGetContext('delivery') !== undefined;
const profile = emulator === undefined ? undefined : loadProfile(emulator);

for (const environment of forPeople(() => selectedEnvironments(app.node, profile))) {
  const stage = forPeople(() => new EnvironmentStage(app, environment));
  // To be read beside the environment, never to be deployed with it: `bin/delivery.ts` deploys it.
  if (withDelivery && isDelivered(environment)) deliveryStacks(stage, environment);
  const stacks = stage.node.children.map(({ node }) => node.path).join(', ');
  // To standard error, because `cdk synth STACK` prints the template to standard output. `cdk synth` itself lists no
  // stack that lies in a stage.
  process.stderr.write(
    `${environment.name}: ${environment.tier}, ${environment.account}, ${environment.region}: ${stacks}\n`,
  );
}
if (profile === undefined) {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new HIPAASecurityChecks(app), new NIST80053R5Checks(app));
} else {
  // What an emulator lacks is not there to be judged; the same stages are judged whole without it.
  leaveOutUnsupported(app, profile);
}
// Without it, `cdk synth` reports no violation and exits 0: it judges only what it selects, and by itself selects no
// stack that lies in a stage.
app.synth({ validateOnSynthesis: true });
