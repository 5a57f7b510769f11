import './compile-cache';

import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks } from 'cdk-nag';
import { Construct } from 'constructs';

import { delivered } from '../lib/delivery/delivered';
import { deliveryStacks } from '../lib/stacks/delivery-stacks';
import { forPeople } from './for-people';
import { selectedEnvironments } from './selected-environments';

// An app of its own: `cdk deploy '**'` of the environments must never reach who may deploy them.
const app = new App();
for (const environment of forPeople(() => selectedEnvironments(app.node, undefined).map(delivered))) {
  deliveryStacks(new Construct(app, environment.name), environment);
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new HIPAASecurityChecks(app), new NIST80053R5Checks(app));
app.synth({ validateOnSynthesis: true });
