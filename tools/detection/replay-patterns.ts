import { EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { Command } from 'commander';

import { checkedEnvironment } from '../../lib/config/checked-environment';
import { ConfigurationError } from '../../lib/config/finding';
import { partitionOf } from '../../lib/config/names';
import { ChoiceError } from '../../lib/config/written-configuration';
import { type ApiPlace, callJson } from '../aws-api/call';
import { type PatternService, replayFilters, replayRules, reportOf } from './replay';

interface Words {
  readonly profile: string;
  readonly region: string;
  readonly environment: string;
  readonly application?: string;
}

const logs = { name: 'logs', target: 'Logs_20140328', version: '1.1' } as const;

/** Asks AWS in the name of the profile's owner, who needs events:TestEventPattern and logs:TestMetricFilter alone. */
function askedAs({ profile, region }: Words): PatternService {
  const events = new EventBridgeClient({ profile, region });
  const ending = partitionOf({ region }) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    async matchesEvent(EventPattern, Event) {
      const { Result } = await events.send(new TestEventPatternCommand({ EventPattern, Event }));
      return Result === true;
    },
    async matchingMessages(filterPattern, logEventMessages) {
      const signer = await events.config.credentials();
      const place: ApiPlace = { endpoint: `https://logs.${region}.${ending}`, region, signer };
      const { matches } = await callJson(place, logs, 'TestMetricFilter', { filterPattern, logEventMessages });
      return (matches as readonly { readonly eventNumber: number }[]).map(({ eventNumber }) => eventNumber);
    },
  };
}

async function run(words: Words): Promise<void> {
  const environment = checkedEnvironment(words.application, words.environment);
  const service = askedAs(words);
  const replayed = [...(await replayFilters(environment, service)), ...(await replayRules(environment, service))];
  for (const line of reportOf(replayed)) console.log(line);
  process.exitCode = replayed.every(({ here, there }) => here === there) ? 0 : 1;
}

void new Command('npm run replay-patterns --')
  .description(
    'ask AWS itself whether every pattern of ours takes the recorded events that our evaluators say it takes',
  )
  .requiredOption('--profile <name>', "whose credentials ask; nothing is taken from the shell's own")
  .requiredOption('--region <name>', 'Region that is asked')
  .requiredOption('--environment <name>', 'environment whose patterns are asked about')
  .option('--application <example>', 'an application of examples/ instead of lib/config/environments.ts')
  .addHelpText(
    'after',
    '\nReads nothing and changes nothing. Exit status: 0 all agree, 1 something differs or a mistake',
  )
  .action(async (words: Words) => {
    try {
      await run(words);
    } catch (error) {
      const isForPeople = [ChoiceError, ConfigurationError].some((kind) => error instanceof kind);
      if (!isForPeople || !(error instanceof Error)) throw error;
      console.error(error.message);
      process.exitCode = 1;
    }
  })
  .parseAsync();
