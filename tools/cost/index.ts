import { readFileSync } from 'node:fs';

import { Command } from 'commander';

import { chosenEnvironments } from '../assembly/chosen-environments';
import { CloudAssemblyError, readCloudAssembly, type SynthesizedEnvironment } from '../assembly/cloud-assembly';
import { synthesizeEnvironments } from '../assembly/synthesize';
import { forPeople } from '../command-line/for-people';
import { costChange } from './compare';
import { CostError } from './cost-error';
import { changeText, tableText } from './cost-text';
import { sumOf } from './cost-table';
import { costOf, tierOf } from './environment-cost';
import { priceList } from './prices';
import { assumedUsage, type Usage, usageFrom } from './usage';

interface Words {
  readonly assembly?: string;
  readonly against?: string;
  readonly application?: string;
  readonly environment?: string;
  readonly usage?: string;
  readonly json?: true;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CostError(`${path} cannot be read`, { cause });
  }
}

function usageOf({ stacks }: Pick<SynthesizedEnvironment, 'stacks'>, file: string | undefined): Usage {
  const assumed = assumedUsage[tierOf(stacks)];
  return file === undefined ? assumed : usageFrom(assumed, readText(file), file);
}

function show(words: Words, result: unknown, text: string): void {
  console.log(words.json === true ? JSON.stringify(result, undefined, 2) : text);
}

function showCosts(environments: readonly SynthesizedEnvironment[], words: Words): void {
  const tables = chosenEnvironments(environments, words.environment).map((environment) => {
    const usage = usageOf(environment, words.usage);
    const later = { ...usage, yearsInUse: usage.yearsInUse + 2 };
    return { now: costOf(environment, usage), later: costOf(environment, later) };
  });
  const { region, readOn } = priceList;
  const result = {
    pricesOf: region,
    readOn,
    environments: tables.map(({ now, later }) => ({ ...now, ...sumOf(now.lines), twoYearsLater: sumOf(later.lines) })),
  };
  show(words, result, tables.map(({ now, later }) => tableText(now, later)).join('\n\n'));
}

function showChanges(environments: readonly SynthesizedEnvironment[], against: string, words: Words): void {
  const earlier = readCloudAssembly(against);
  const names = new Set([...earlier, ...environments].map(({ name }) => name));
  const all = [...names].map((name) => ({ name, stacks: [] }));
  const changes = chosenEnvironments(all, words.environment).map((none) => {
    const { name } = none;
    const before = earlier.find((environment) => environment.name === name);
    const after = environments.find((environment) => environment.name === name);
    const usage = usageOf(after ?? before ?? none, words.usage);
    return costChange(before && costOf(before, usage), after && costOf(after, usage));
  });
  show(words, changes, changes.map(changeText).join('\n\n'));
}

function run(words: Words): void {
  const environments =
    words.assembly === undefined ? synthesizeEnvironments(words.application) : readCloudAssembly(words.assembly);
  if (words.against === undefined) showCosts(environments, words);
  else showChanges(environments, words.against, words);
}

new Command('npm run cost --')
  .description('what each environment costs a month, from its templates alone; nothing is asked of AWS')
  .option('--environment <name>', 'only this environment')
  .option('--application <example>', 'an application of examples/ instead of lib/config/environments.ts')
  .option('--assembly <folder>', 'what cdk synth wrote, instead of synthesizing anew')
  .option('--against <folder>', 'what cdk synth wrote earlier: print the difference')
  .option('--usage <file>', 'JSON with what is known better of the usage than is assumed')
  .option('--json', 'for programs')
  .action(forPeople([CloudAssemblyError, CostError], run))
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
