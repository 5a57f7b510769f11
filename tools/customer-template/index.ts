import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Command } from 'commander';

import { checkedEnvironment } from '../../lib/config/checked-environment';
import { forPeople } from '../command-line/for-people';
import { CustomerTemplateError, customerTemplates } from './customer-templates';

interface Words {
  readonly environment: string;
  readonly application?: string;
  readonly workload?: string;
  readonly customer?: string;
  readonly out: string;
}

function write(words: Words): void {
  const { out, workload: onlyWorkload, customer: onlyCustomer } = words;
  const environment = checkedEnvironment(words.application, words.environment);
  const templates = customerTemplates({ environment, workload: onlyWorkload, customer: onlyCustomer });
  mkdirSync(out, { recursive: true });
  for (const { workload, customer, body } of templates) {
    const name = `${workload.name}-${environment.name}-${customer.name}`;
    const file = join(out, `${name}.template.json`);
    writeFileSync(file, `${JSON.stringify(body, undefined, 2)}\n`);
    console.log(`${file}: the role ${customer.roleArn}, for ${customer.name} to deploy in its own account with

  aws cloudformation deploy --template-file ${name}.template.json --stack-name ${workload.name}-access \\
    --capabilities CAPABILITY_NAMED_IAM --parameter-overrides BucketName=BUCKET Prefix=${workload.name}/
`);
  }
  console.log(`Deploy ${environment.name} first: a role can only trust principals that exist.`);
}

new Command('npm run customer-template --')
  .description("write the customers' side of a workload's trusts as plain CloudFormation templates, which need no CDK")
  .requiredOption('--environment <name>', 'environment of the service')
  .option('--application <example>', 'an application of examples/ instead of lib/config/environments.ts')
  .option('--workload <name>', 'only the customers of this workload')
  .option('--customer <name>', 'only this customer')
  .option('--out <folder>', 'where to write', 'dist/customer-templates')
  .action(forPeople([CustomerTemplateError], write))
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
