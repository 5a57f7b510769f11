import { execFileSync } from 'node:child_process';

import { loadConfiguration } from '../../lib/config/load-configuration';
import { matchesEventPattern } from '../../tools/detection/event-pattern';
import { filterPattern } from '../../tools/detection/filter-pattern';
import { type PatternService, replayFilters, replayRules, reportOf } from '../../tools/detection/replay';
import { baseline, today } from '../support/configurations';

const [environment] = loadConfiguration(baseline(), { file: 'baseline', today }).environments;
if (environment === undefined) throw new Error('the baseline has no environment');

/** AWS as our evaluators see it, but for one pattern. */
function service(wrong: string): PatternService & { readonly sizes: number[] } {
  const sizes: number[] = [];
  return {
    sizes,
    matchesEvent: (pattern, event) => {
      const matches = matchesEventPattern(JSON.parse(pattern) as Readonly<Record<string, unknown>>, JSON.parse(event));
      return Promise.resolve(pattern.includes(wrong) ? !matches : matches);
    },
    matchingMessages: (pattern, messages) => {
      sizes.push(messages.length);
      const matching = messages.flatMap((message, index) =>
        filterPattern(pattern).matches(message) ? [index + 1] : [],
      );
      return Promise.resolve(pattern.includes(wrong) ? [] : matching);
    },
  };
}

describe('the replay of the patterns', () => {
  it('asks about each filter with every recorded line, fifty at once', async () => {
    const asked = service('nothing');
    const replayed = await replayFilters(environment, asked);
    expect(new Set(replayed.map(({ pattern }) => pattern)).size).toBe(11);
    expect(Math.max(...asked.sizes)).toBeLessThanOrEqual(50);
    expect(replayed.filter(({ there }) => there).length).toBeGreaterThan(11);
    expect(replayed.filter(({ here, there }) => here !== there)).toEqual([]);
  });

  it('asks about each rule with what rings it and with its near misses', async () => {
    const replayed = await replayRules(environment, service('nothing'));
    const rules = new Map<string, boolean[]>();
    for (const { pattern, there } of replayed) rules.set(pattern, [...(rules.get(pattern) ?? []), there]);
    expect(rules.size).toBeGreaterThan(25);
    for (const [rule, answers] of rules) expect([rule, new Set(answers).size]).toEqual([rule, 2]);
    expect(replayed.filter(({ here, there }) => here !== there)).toEqual([]);
  });

  it('tells every difference', async () => {
    const filters = reportOf(await replayFilters(environment, service('Failed authentication')));
    expect(filters.slice(1)).toEqual(['ConsoleSignInFailures does not match on AWS and matches here: a sign-in fails']);
    expect(filters[0]).toMatch(/^\d+ questions: \d+ match, \d+ do not, 1 differ$/);
    const rules = reportOf(await replayRules(environment, service('StopLogging')));
    expect(rules).toContain(
      'strongroom-prod-trail-changed does not match on AWS and matches here: an administrator stops the trail',
    );
    expect(rules).toContain(
      'strongroom-prod-trail-changed matches on AWS and does not match here: an administrator tags the trail',
    );
  });

  it.each([['--profile'], ['--region']])('is not made without %s', (missing) => {
    const words = ['--profile', 'x', '--region', 'eu-central-1', '--environment', 'prod'];
    words.splice(words.indexOf(missing), 2);
    const run = () =>
      execFileSync(process.execPath, ['-r', 'ts-node/register', 'tools/detection/replay-patterns.ts', ...words], {
        stdio: 'pipe',
        env: { ...process.env, AWS_PROFILE: 'x', AWS_REGION: 'eu-central-1' },
      });
    expect(run).toThrow(`required option '${missing} <name>' not specified`);
  });
});
