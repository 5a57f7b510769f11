import { Command } from 'commander';

import { measureAccess } from './access';
import { measureBundles } from './bundles';
import { measureGrowth } from './growth';
import { measureReview } from './review';
import { measureSandbox } from './sandbox';
import { measureSynthesis } from './synthesis';

const program = new Command('bench').description('Figures of Strongroom, as ratios to something run beside it');

program
  .command('synthesis')
  .description('cdk synth of all environments beside cdk synth of the stock cdk init project (installs it from npm)')
  .option('--pairs <number>', 'pairs of runs', '5')
  .action(({ pairs }: { pairs: string }) => measureSynthesis(Number(pairs)));

program
  .command('growth')
  .description('synthesis of one environment with 1, 20 and 100 generated workloads')
  .option('--runs <number>', 'runs of each size', '3')
  .action(({ runs }: { runs: string }) => measureGrowth(Number(runs)));

program
  .command('sandbox')
  .description('npm run sandbox, and how much of it is bare cdk')
  .option('--runs <number>', 'runs', '3')
  .action(({ runs }: { runs: string }) => measureSandbox(Number(runs)));

program
  .command('bundles')
  .description("size and load time of the functions' bundles beside one bare client of the SDK")
  .option('--runs <number>', 'runs of each bundle', '7')
  .action(({ runs }: { runs: string }) => measureBundles(Number(runs)));

program
  .command('access')
  .description('every action of AWS asked of every principal, beside one ARN for each action and principal')
  .option('--sample <number>', 'questions of the other way, from which all of it is told', '2000')
  .action(({ sample }: { sample: string }) => measureAccess(Number(sample)));

program
  .command('review')
  .description(
    'a review of three environments beside two bare syntheses of them; its comment at 1 and at 100 workloads',
  )
  .option('--pairs <number>', 'pairs of runs', '3')
  .action(({ pairs }: { pairs: string }) => measureReview(Number(pairs)));

void program.parseAsync();
