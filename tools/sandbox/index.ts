import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { Command } from 'commander';

import { ConfigurationError } from '../../lib/config/finding';
import { ChoiceError } from '../../lib/config/written-configuration';
import { environmentOf } from './configuration';
import type { Tools } from './deployment';
import { SandboxError } from './errors';
import { Processes } from './processes';
import { defaultProfile, loadProfile } from './profile';
import type { LocalFile } from './room/workload-room';
import { runSteps } from './run';
import { Stopwatch } from './stopwatch';
import { keptText, summaryOf } from './summary';
import { Workspace } from './workspace';

/** As shells report a program that was ended by a signal. */
const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

interface Words {
  readonly environment?: string;
  readonly application?: string;
  readonly file: readonly string[];
  readonly keep: boolean;
  readonly verbose: boolean;
  readonly drill: boolean;
  readonly json?: string;
}

function readLocalFile(path: string): LocalFile {
  try {
    return { name: basename(path), content: readFileSync(path) };
  } catch (cause) {
    throw new SandboxError(`${path} cannot be read`, 'Give the path of an existing file with --file', { cause });
  }
}

/** @returns whether the emulator is still running */
async function runAndTell(words: Words, tools: Tools): Promise<boolean> {
  const { application, environment: name, file, keep: isKept, verbose: isVerbose, json, drill: isDrilled } = words;
  const paths = file.length > 0 ? file : [join(__dirname, 'files/letter.txt')];
  const files = paths.map(readLocalFile);
  const profile = loadProfile(defaultProfile);
  const environment = environmentOf({ application, environment: name }, profile);
  const subject = { application, environment, profileName: defaultProfile, profile, isDrilled };

  const deployment = await runSteps(subject, { files, isKept, isVerbose }, tools);
  const result = deployment.result();
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, undefined, 2)}\n`);
  console.log(`\n${summaryOf(result)}`);
  if (isKept) console.log(keptText(deployment.place(), deployment.release(), tools.workspace.folder));
  return isKept;
}

function explain(error: unknown): string {
  const isForPeople = [SandboxError, ConfigurationError, ChoiceError].some((kind) => error instanceof kind);
  if (isForPeople && error instanceof Error) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Runs, and leaves nothing behind however it ends. */
async function main(words: Words): Promise<void> {
  const tools = { processes: new Processes(), workspace: new Workspace(), stopwatch: new Stopwatch() };
  for (const [signal, code] of Object.entries(exitCodes)) {
    process.on(signal, () => {
      process.exitCode = code;
      // The run then fails at whatever it is doing, and cleans up below.
      void tools.processes.stopAll();
    });
  }
  let isKept = false;
  // However it ends: by an error that nobody catches too, such as output into a pipe that was closed.
  process.on('exit', () => {
    tools.processes.killAll();
    if (!isKept) tools.workspace.remove();
  });
  try {
    isKept = await runAndTell(words, tools);
  } catch (error) {
    process.exitCode ??= 1;
    console.error(`\n${explain(error)}`);
  } finally {
    await tools.processes.stopAll();
  }
}

const program = new Command('sandbox')
  .description('Deploys an environment to a local emulator of AWS with the ordinary cdk deploy, and shows it at work.')
  .option('-e, --environment <name>', 'environment to deploy (default: the first of tier production)')
  .option('-a, --application <name>', "an example of examples/ (default: the project's own environments)")
  .option(
    '-f, --file <path>',
    'file to store; may be repeated (default: a letter that ships with the sandbox)',
    (path: string, before: readonly string[]) => [...before, path],
    [],
  )
  .option('-k, --keep', 'leave the emulator running, and print how to use and to stop it', false)
  .option('-d, --drill', 'ring every alarm and every rule that is deployed, and print what people would read', false)
  .option('-v, --verbose', 'print every line of every command', false)
  .option('--json <file>', 'write the result to a file as well');

program.parse();
void main(program.opts<Words>());
