import './compile-cache';

import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks } from 'cdk-nag';

import { delivered } from '../lib/delivery/delivered';
import { deliveryStackName } from '../lib/delivery/names';
import { DeliveryStack } from '../lib/stacks/delivery-stack';
import { forPeople } from './for-people';
import { selectedEnvironments } from './selected-environments';

// An app of its own: `cdk deploy '**'` of the environments must never reach who may deploy them.
const app = new App();
for (const environment of forPeople(() => selectedEnvironments(app.node, undefined).map(delivered))) {
  new DeliveryStack(app, deliveryStackName(environment), environment);
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new HIPAASecurityChecks(app), new NIST80053R5Checks(app));
app.synth({ validateOnSynthesis: true });
