import { Command } from 'commander';

import { checkedEnvironment } from '../../lib/config/checked-environment';
import { isDelivered } from '../../lib/delivery/delivered';
import { forPeople } from '../command-line/for-people';
import { bootstrapSteps } from './bootstrap-steps';
import { BootstrapTemplateError } from './bootstrap-template';
import { runCdk, runTool, writeBootstrapTemplate } from './programs';
import { runSteps } from './run-steps';

interface BootstrapWords {
  readonly environment: string;
  readonly application?: string;
  readonly run?: true;
}

function bootstrap({ environment, application, run }: BootstrapWords): void {
  const checked = checkedEnvironment(application, environment);
  if (isDelivered(checked)) writeBootstrapTemplate(checked);
  const steps = bootstrapSteps(checked, application);
  process.exitCode = runSteps(steps, { say: (text) => console.log(text), ...(run === true ? { cdk: runCdk } : {}) });
}

const program = new Command('npx strongroom').enablePositionalOptions();

program
  .command('bootstrap')
  .description('the commands that prepare an account for an environment, in their order')
  .requiredOption('--environment <name>', 'the environment')
  .option('--application <example>', 'an application of examples/ instead of lib/config/environments.ts')
  .option('--run', 'run them too, with the rights of whoever calls; the CDK asks before it widens access')
  .action(forPeople([BootstrapTemplateError], bootstrap));

for (const [name, description] of [
  ['review', 'what a change does to access, guards, data and cost'],
  ['access', 'who can do what'],
  ['cost', 'what each environment costs a month'],
] as const) {
  program
    .command(name)
    .description(`${description}: npm run ${name}`)
    .argument('[words...]')
    // Its own program knows its options, and its help.
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action((words: string[]) => {
      process.exitCode = runTool(name, words);
    });
}

program.parseAsync().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
