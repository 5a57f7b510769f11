import { readFileSync } from 'node:fs';

import { Command } from 'commander';

import { checkedEnvironment } from '../../lib/config/checked-environment';
import { ConfigurationError } from '../../lib/config/finding';
import { ChoiceError } from '../../lib/config/written-configuration';
import { probedAccess, tryAccess } from './try-access';

interface Words {
  readonly environment: string;
  readonly secret: string;
  readonly value: string;
  readonly application?: string;
  readonly workload?: string;
}

const exitCodes = { connected: 0, connection_failed: 1, not_configured: 2 } as const;

/** Something that was named cannot be read. */
class UnreadableValueError extends Error {
  override readonly name = 'UnreadableValueError';
}

/** The secret's value as its application gets it; absent when there is nothing in it. */
function readValue(path: string): string | undefined {
  try {
    const text = readFileSync(path === '-' ? 0 : path, 'utf8').trim();
    return text === '' ? undefined : text;
  } catch (cause) {
    throw new UnreadableValueError(`${path} cannot be read: give the file that holds the secret's value`, { cause });
  }
}

async function run({ environment: name, application, workload, secret, value }: Words): Promise<void> {
  const access = probedAccess(checkedEnvironment(application, name), { workload, secret });
  const health = await tryAccess(access, readValue(value));
  console.log(JSON.stringify(health, undefined, 2));
  process.exitCode = exitCodes[health.status];
}

void new Command('npm run probe --')
  .description('try an access key with itself alone, as the deployed probe does; a value is read and never told')
  .requiredOption('--environment <name>', 'environment of the key')
  .requiredOption('--secret <name>', 'secret of kind access-key, without its prefix')
  .requiredOption('--value <file>', "JSON that the secret holds; '-' for standard input")
  .option('--workload <name>', 'workload of the secret, where several have one of that name')
  .option('--application <example>', 'an application of examples/ instead of lib/config/environments.ts')
  .addHelpText('after', '\nExit status: 0 connected, 1 connection_failed or a mistake, 2 not_configured')
  .action(async (words: Words) => {
    try {
      await run(words);
    } catch (error) {
      const isForPeople = [ChoiceError, ConfigurationError, UnreadableValueError].some((kind) => error instanceof kind);
      if (!isForPeople || !(error instanceof Error)) throw error;
      console.error(error.message);
      process.exitCode = 1;
    }
  })
  .parseAsync();
