import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Command, Option } from 'commander';

import { loadConfiguration } from '../../lib/config/load-configuration';
import type { Environment } from '../../lib/config/parameters';
import { writtenConfiguration } from '../../lib/config/written-configuration';
import { isDelivered } from '../../lib/delivery/delivered';
import { ASSEMBLY } from './assembly/folder';
import { placesOf } from './assembly/places';
import { DeliveryError } from './delivery-error';
import { eventOf, gitHubOf } from './github/api';
import { comment, COMMENT_FILE } from './github/comment';
import { visit } from './live/environment';
import { deploy, exitCodeOf, ROOT, script } from './programs';
import { historyOf } from './pull-request/history';
import { pullRequest } from './pull-request/pull-request';
import { runReview } from './pull-request/review';
import { withoutAws } from './pull-request/without-aws';
import { reportTo } from './report';
import { verifyAssembly, writeAssembly } from './steps/assembly';
import { checkDrift, checkPrepared, checkPromises, writeRollbackNote } from './steps/deployed';
import { writeIdentityToken } from './steps/identity-token';
import { preview } from './steps/preview';
import { prepareUpdates, proposeUpdates } from './steps/updates';

/** What `npm run pull-request` checks beside the review: everything. */
const defaultChecks = ['test'];

interface OfEnvironment {
  readonly environment: string;
  readonly assembly: string;
}

const variables = process.env;
const report = reportTo(variables);
const history = historyOf(ROOT);

function places({ assembly, environment }: OfEnvironment) {
  return visit(assembly, environment, variables.AWS_ENDPOINT_URL);
}

function environments(): readonly Environment[] {
  const { file, configuration } = writtenConfiguration(undefined);
  return loadConfiguration(configuration, { file, today: new Date() }).environments;
}

function namesOf(chosen: readonly Environment[]): string[] {
  return chosen.map(({ name }) => name);
}

async function runDeploy(words: OfEnvironment): Promise<void> {
  // Where nobody delivers there is nothing to ask AWS for.
  const isPreparedByHand = placesOf(words.assembly, words.environment).some(({ byHand }) => byHand.length > 0);
  if (isPreparedByHand) await checkPrepared(words.environment, await places(words), report);
  await deploy(words.assembly, words.environment, variables);
}

async function runPullRequest(base: string, scripts: readonly string[]): Promise<void> {
  const folder = join(ROOT, '.cache/pull-request');
  await pullRequest(base, scripts, {
    history,
    check: async (name) => (await exitCodeOf(script(name, [], ROOT, withoutAws(variables)))) === 0,
    review: (from) => runReview(from, folder, variables),
    handOver: (text) => writeFileSync(join(folder, COMMENT_FILE), text),
    summarize: (text) => report.summarize(text),
  });
}

const program = new Command('npm run').description('the steps of the delivery; workflows only put them in order');

function step(name: string, description: string): Command {
  return program.command(name).description(description);
}

/** A step on what one environment was, or will be, deployed from. */
function stepOf(name: string, description: string): Command {
  return stepOnAssembly(name, description).addOption(
    new Option('--environment <name>', 'as in the configuration').env('STRONGROOM_ENVIRONMENT').makeOptionMandatory(),
  );
}

function stepOnAssembly(name: string, description: string): Command {
  return step(name, description).option('--assembly <folder>', 'where npm run assembly wrote it', ASSEMBLY);
}

function listed(value: string, earlier: readonly string[]): string[] {
  return [...earlier, ...value.split(/[\s,]+/).filter((name) => name !== '')];
}

step('pull-request', 'what the workflow of a pull request does: checks, review, comment, summary')
  .requiredOption('--base <commit>', 'branch or commit into which the change is to be merged')
  .option('--check <script>', 'a script of package.json instead of npm test; may be repeated', listed, [])
  .action(({ base, check }: { readonly base: string; readonly check: readonly string[] }) =>
    runPullRequest(base, check.length === 0 ? defaultChecks : check),
  );
stepOnAssembly('assembly', 'synthesizes every environment once').action(({ assembly }: OfEnvironment) =>
  writeAssembly(assembly, namesOf(environments().filter(isDelivered)), report, variables),
);
stepOnAssembly('verify-assembly', 'holds the assembly to the digest that its synthesis printed')
  .addOption(new Option('--digest <sha256>', 'of the assembly').env('STRONGROOM_ASSEMBLY_DIGEST').makeOptionMandatory())
  .action(({ assembly, digest }: { readonly assembly: string; readonly digest: string }) =>
    verifyAssembly(assembly, digest),
  );
stepOf('drift', 'compares what is deployed with what was deployed')
  .addOption(
    new Option('--accept <names>', '<stack>/<logical id>, known to have drifted; may be repeated')
      .env('ACCEPTED_DRIFT')
      .argParser(listed)
      .default([]),
  )
  .action(async (words: OfEnvironment & { readonly accept: readonly string[] }) =>
    checkDrift(words.environment, await places(words), words.accept, report),
  );
stepOf('deploy', 'deploys the assembly, when a person has prepared the account for it').action(runDeploy);
stepOf('smoke', 'asks AWS whether what is deployed keeps what its templates promise; reads only').action(
  async (words: OfEnvironment) => checkPromises(words.environment, await places(words), report),
);
stepOf('rollback-note', 'says where a failed deployment left every stack, and how to go back').action(
  async (words: OfEnvironment) => {
    // GitLab runs what comes after a job also when the job succeeded.
    if (variables.CI_JOB_STATUS === 'success') return;
    await writeRollbackNote(words.environment, history.commit('HEAD'), await places(words), report);
  },
);
step('identity-token', "hands GitLab's identity token to the SDKs of AWS").action(() => {
  writeIdentityToken(variables);
});
step('preview', 'what a deployment will change in each environment, compared with what it has').action(() =>
  preview(namesOf(environments()), {
    gitHub: gitHubOf(variables),
    history,
    report,
    review: (from) => runReview(from, join(ROOT, '.cache/preview', from), variables),
  }),
);
step('comment', "writes the review of a pull request's run under it").action(async () => {
  console.log(`Comment: ${await comment(eventOf(variables), gitHubOf(variables))}`);
});
step('prepare-updates', 'takes newer versions in a copy, checks them, and says which actions became known')
  .option('--check <script>', 'a script of package.json instead of npm test; may be repeated', listed, [])
  .action(({ check }: { readonly check: readonly string[] }) =>
    prepareUpdates(check.length === 0 ? defaultChecks : check, report, variables),
  );
step('propose-updates', 'opens a pull request with what prepare-updates wrote').action(() =>
  proposeUpdates(variables.GITHUB_REPOSITORY ?? '', gitHubOf(variables)),
);

program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof DeliveryError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
