import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Command } from 'commander';

import { forPeople } from '../command-line/for-people';
import { chosenEnvironments } from '../assembly/chosen-environments';
import { CloudAssemblyError, readCloudAssembly, type SynthesizedEnvironment } from '../assembly/cloud-assembly';
import { pageDifference } from './commands/page-difference';
import { QuestionError } from './commands/question-error';
import { whatCan, whoCan } from './commands/questions';
import { waysOf } from './commands/ways';
import { accessTable, wayInFull } from './commands/words-of-ways';
import { accessPage } from './page/access-page';
import { resourceNames } from './page/resource-names';
import type { AccessRow } from './rows/access-row';
import { accessRows } from './rows/access-rows';
import { differenceOf } from './rows/difference';
import { AccessError } from './rows/errors';
import { synthesizeEnvironments } from '../assembly/synthesize';

interface Words {
  readonly environment?: string;
  readonly application?: string;
  readonly assembly?: string;
  readonly json?: true;
}

interface PageWords extends Words {
  readonly out: string;
  readonly against?: string;
}

interface Access extends SynthesizedEnvironment {
  readonly rows: readonly AccessRow[];
}

async function accessOf(environments: readonly SynthesizedEnvironment[]): Promise<Access[]> {
  return Promise.all(
    environments.map(async (environment) => ({ ...environment, rows: await accessRows(environment) })),
  );
}

async function currentAccess({ assembly, application, environment }: Words): Promise<Access[]> {
  const all = assembly === undefined ? synthesizeEnvironments(application) : readCloudAssembly(assembly);
  return accessOf(chosenEnvironments(all, environment));
}

function show(rows: readonly AccessRow[], { json }: Words): void {
  if (json) {
    console.log(JSON.stringify(rows, undefined, 2));
    return;
  }
  if (rows.length === 0) console.log('Nobody can.');
  const names = resourceNames(rows);
  for (const environment of new Set(rows.map((row) => row.environment))) {
    console.log(`\n${environment}`);
    for (const way of waysOf(rows.filter((row) => row.environment === environment))) {
      console.log(
        wayInFull(way, names)
          .map((line) => `  ${line}`)
          .join('\n'),
      );
    }
  }
}

async function writePage(words: PageWords): Promise<void> {
  const environments = await currentAccess(words);
  const { out, against } = words;
  const before =
    against === undefined
      ? undefined
      : (await accessOf(readCloudAssembly(against))).filter(
          ({ name }) => words.environment === undefined || name === words.environment,
        );
  const difference =
    before &&
    differenceOf(
      before.flatMap(({ rows }) => rows),
      environments.flatMap(({ rows }) => rows),
    );
  mkdirSync(out, { recursive: true });
  const [page, json] = [join(out, 'access.html'), join(out, 'access.json')];
  const shown = environments.map(({ name, account, region, rows }) => ({ name, account, region, rows }));
  const html = accessPage({
    environments: shown,
    ...(difference === undefined
      ? {}
      : { difference: pageDifference(difference, { base: against ?? '', head: 'now' }) }),
  });
  writeFileSync(page, html);
  writeFileSync(
    json,
    `${JSON.stringify({ environments: shown, ...(difference === undefined ? {} : { difference }) }, undefined, 2)}\n`,
  );
  for (const { name, rows } of environments)
    console.log(`${name}: ${String(rows.length)} rows, ${String(waysOf(rows).length)} ways`);
  if (difference !== undefined) {
    console.log(
      `gained ${String(difference.gained.length)}, lost ${String(difference.lost.length)} rows since ${against ?? ''}`,
    );
  }
  console.log(`${page}\n${json}`);
}

async function printTable(words: Words): Promise<void> {
  for (const { name, rows } of await currentAccess(words)) {
    console.log(words.json ? JSON.stringify(rows, undefined, 2) : `\n${name}\n${accessTable(rows).join('\n')}`);
  }
}

async function rowsOfAll(words: Words): Promise<AccessRow[]> {
  return (await currentAccess(words)).flatMap(({ rows }) => rows);
}

const told = [AccessError, CloudAssemblyError, QuestionError];

function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--environment <name>', 'only this environment')
    .option('--application <example>', 'an application of examples/ instead of lib/config/environments.ts')
    .option('--assembly <folder>', 'what cdk synth wrote, instead of synthesizing anew');
}

new Command('npm run access --')
  .description('who can do what, from the templates alone; nothing is asked of AWS')
  .addCommand(
    command('page', 'write a page for people and the same as JSON')
      .option('--out <folder>', 'where to write', 'dist/access')
      .option('--against <folder>', 'what cdk synth wrote earlier: show the difference first')
      .action(forPeople(told, writePage)),
    { isDefault: true },
  )
  .addCommand(
    command('table', 'print the same as a table').option('--json', 'for programs').action(forPeople(told, printTable)),
  )
  .addCommand(
    command('who-can', 'who can do something, by which statement, made where')
      .argument('<action>', 's3:GetObject, or a pattern: s3:Get*')
      .argument('[resource]', 'an ARN, a pattern of ARNs, or a part of a name')
      .option('--json', 'for programs')
      .action(
        forPeople(told, async (action: string, resource: string | undefined, words: Words) => {
          show(await whoCan(await rowsOfAll(words), action, resource), words);
        }),
      ),
  )
  .addCommand(
    command('can', 'what a principal can do, by which statement, made where')
      .argument('<principal>', 'an ARN, an account, a service, or the name of a role or user, whole or its end')
      .option('--json', 'for programs')
      .action(
        forPeople(told, async (principal: string, words: Words) => {
          show(whatCan(await rowsOfAll(words), principal), words);
        }),
      ),
  )
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
