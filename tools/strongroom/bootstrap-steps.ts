import { bootstrapQualifierOf } from '../../lib/config/bootstrap-qualifier';
import type { Environment } from '../../lib/config/parameters';
import { type DeliveredEnvironment, isDelivered } from '../../lib/delivery/delivered';
import { executionPolicies } from '../../lib/delivery/execution/policies';
import { executionBoundaryName, executionPolicyArn, toolkitStackName } from '../../lib/delivery/names';
import { deployedRegions } from '../../lib/delivery/regions';
import { deployedTypesOf } from '../../lib/stacks/deployed-types';

/** The app of what a person deploys. */
export const deliveryApp = 'node -r ts-node/register bin/delivery.ts';

/** Where the bootstrap's template is written, seen from the folder of the project. */
export function bootstrapTemplateFile({ name }: Pick<DeliveredEnvironment, 'name'>): string {
  return `.cache/bootstrap/${name}.template.json`;
}

/** One command of the CDK that prepares an environment. */
export interface BootstrapStep {
  /** Why it is there, for the one who reads before running it. */
  readonly purpose: string;
  /** The words after `cdk`. */
  readonly words: readonly string[];
}

/** ARNs of the policies of CloudFormation's role: as many as hold what the environment's own stacks need. */
function policyArns(environment: DeliveredEnvironment): string[] {
  return executionPolicies(environment, deployedTypesOf(environment)).map((_, index) =>
    executionPolicyArn(environment, index + 1),
  );
}

/**
 * What a person with administrator rights runs before the first deployment, and again when the first of the two changes:
 * who may deploy and what CloudFormation may do, then by which roles.
 *
 * No other account is trusted to deploy: `--trust` is left out.
 *
 * @param application name of a folder in `examples/`. @default - `lib/config/environments.ts`
 * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html
 * @see https://docs.aws.amazon.com/cdk/v2/guide/customize-permissions-boundaries.html
 */
export function bootstrapSteps(environment: Environment, application: string | undefined): BootstrapStep[] {
  return isDelivered(environment) ? stepsOfDelivery(environment, application) : [sharedBootstrap(environment)];
}

/** Each Region in which the environment has stacks, and what tells its bootstrap from others. */
function bootstrapWords(environment: Environment): string[] {
  return [
    'bootstrap',
    ...deployedRegions(environment).map((region) => `aws://${environment.account}/${region}`),
    '--qualifier',
    bootstrapQualifierOf(environment),
  ];
}

/** The CDK's own, which every application of the account shares that nobody gave one of its own. */
function sharedBootstrap(environment: Environment): BootstrapStep {
  return {
    purpose: `The bootstrap that ${environment.name} shares with other applications. CloudFormation becomes administrator of the account: with \`delivery\` in its configuration, the environment has roles of its own that may do no more than it needs`,
    words: bootstrapWords(environment),
  };
}

function stepsOfDelivery(environment: DeliveredEnvironment, application: string | undefined): BootstrapStep[] {
  const { name } = environment;
  const context = [`environment=${name}`, ...(application === undefined ? [] : [`application=${application}`])];
  return [
    {
      purpose: `Who may deploy ${name}, and what a deployment may do: roles of jobs, policies and boundaries`,
      words: ['deploy', '--all', '--app', deliveryApp, ...context.flatMap((value) => ['--context', value])],
    },
    {
      purpose: `By which roles: the bootstrap of ${name} alone, in each Region in which it has stacks`,
      words: [
        ...bootstrapWords(environment),
        '--toolkit-stack-name',
        toolkitStackName(environment),
        '--template',
        bootstrapTemplateFile(environment),
        // Without them CloudFormation's role would be the account's administrator.
        '--cloudformation-execution-policies',
        policyArns(environment).join(','),
        '--custom-permissions-boundary',
        executionBoundaryName(environment),
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
