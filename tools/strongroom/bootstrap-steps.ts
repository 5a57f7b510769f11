import { bootstrapQualifierOf } from '../../lib/config/bootstrap-qualifier';
import { partitionOf } from '../../lib/config/names';
import type { DeliveredEnvironment } from '../../lib/delivery/delivered';
import { deliveryStackName, toolkitStackName } from '../../lib/delivery/names';
import { deployedRegions } from '../../lib/delivery/regions';

/** One command of the CDK that prepares an environment. */
export interface BootstrapStep {
  /** Why it is there, for the one who reads before running it. */
  readonly purpose: string;
  /** The words after `cdk`. */
  readonly words: readonly string[];
}

/**
 * What a person with administrator rights runs once, before the first deployment: who may deploy, then by which roles.
 *
 * No other account is trusted to deploy: `--trust` is left out.
 *
 * @param application name of a folder in `examples/`. @default - `lib/config/environments.ts`
 * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html
 */
export function bootstrapSteps(environment: DeliveredEnvironment, application: string | undefined): BootstrapStep[] {
  const { account, name } = environment;
  const context = [`environment=${name}`, ...(application === undefined ? [] : [`application=${application}`])];
  return [
    {
      purpose: `Who may deploy ${name}: the identity provider and the roles of its jobs`,
      words: [
        'deploy',
        deliveryStackName(environment),
        '--app',
        'node -r ts-node/register bin/delivery.ts',
        ...context.flatMap((value) => ['--context', value]),
      ],
    },
    {
      purpose: `By which roles: the bootstrap of ${name} alone, in each Region in which it has stacks`,
      words: [
        'bootstrap',
        ...deployedRegions(environment).map((region) => `aws://${account}/${region}`),
        '--qualifier',
        bootstrapQualifierOf(environment),
        '--toolkit-stack-name',
        toolkitStackName(environment),
        // Said, because the CDK takes it by itself, and a reader should know: whoever decides about the templates that the
        // deploy role hands in decides about the account.
        '--cloudformation-execution-policies',
        `arn:${partitionOf(environment)}:iam::aws:policy/AdministratorAccess`,
        '--termination-protection',
      ],
    },
  ];
}

/** A word that a shell hands over as it is. */
function quoted(word: string): string {
  return /^[A-Za-z0-9_./:=,@-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** A step to be copied into a shell, in the folder of the project. */
export function stepText({ purpose, words }: BootstrapStep): string {
  return [`# ${purpose}`, ['npx', 'cdk', ...words].map(quoted).join(' ')].join('\n');
}
