import '../../bin/compile-cache';

import { App } from 'aws-cdk-lib';

import { selectedEnvironments } from '../../bin/selected-environments';
import { EnvironmentStage } from '../../lib/stacks/environment-stage';
import { leaveOutUnsupported } from '../../tools/sandbox/leave-out';
import { defaultProfile, loadProfile } from '../../tools/sandbox/profile';

/**
 * `bin/app.ts` for the checkout of a team whose account is played by the emulator: the environments stay in their accounts
 * and keep who delivers to them, and only what the emulator's CloudFormation refuses is left out.
 */
const app = new App();
for (const environment of selectedEnvironments(app.node, undefined)) new EnvironmentStage(app, environment);
leaveOutUnsupported(app, loadProfile(defaultProfile));
app.synth();
