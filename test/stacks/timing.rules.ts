import { leaseMilliseconds } from '../../lambda/rotation/aws/journal-table';
import { reconcilerName } from '../../lib/config/names';
import type { Workload } from '../../lib/config/parameters';
import { type Found, all, theOne } from '../support/found';
import type { Room } from '../support/room';
import type { Rule } from '../support/rules';

/** Times that must fit each other, though they stand in different places. */

const isLookedAfter = ({ secrets }: Workload) => secrets.some(({ kind }) => kind !== 'json');

function reconcilers(room: Room): Found[] {
  const names = room.environment.workloads
    .filter(isLookedAfter)
    .map(({ name }) => reconcilerName(room.environment, name));
  return names.map((name) => theOne(room, 'AWS::Lambda::Function', 'FunctionName', name));
}

interface Retries {
  readonly MaximumRetryAttempts: number;
  readonly MaximumEventAgeInSeconds: number;
}

interface Target {
  readonly Arn: string;
  readonly RetryPolicy: Retries;
}

function targetsIn({ properties }: Found): readonly Target[] {
  return properties.Targets as readonly Target[];
}

/** The schedule of a function, and how often EventBridge delivers an event of it again. */
function schedule(room: Room, { properties: { FunctionName } }: Found): { seconds: number; retries: Retries } {
  const own = all(room, 'AWS::Events::Rule').flatMap((rule) =>
    targetsIn(rule)
      .filter(({ Arn }) => Arn.endsWith(`:function:${String(FunctionName)}`))
      .map(({ RetryPolicy }) => ({ expression: String(rule.properties.ScheduleExpression), retries: RetryPolicy })),
  );
  expect(own).toHaveLength(1);
  const [{ expression, retries }] = own as [(typeof own)[number]];
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  expect([expression, unit]).toEqual([expression, expect.any(String)]);
  return { seconds: Number(count) * { minute: 60, hour: 3600, day: 86_400 }[unit as 'minute'], retries };
}

function timeout({ properties }: Found): number {
  return Number(properties.Timeout);
}

const when: Rule['when'] = ({ workloads }) => workloads.some(isLookedAfter);

export const timingRules: readonly Rule[] = [
  {
    it: 'ends each run of a function before the lease runs out that it holds',
    when,
    check: (room) => {
      for (const found of all(room, 'AWS::Lambda::Function')) {
        expect(timeout(found)).toBeGreaterThan(0);
        expect(timeout(found) * 1000).toBeLessThan(leaseMilliseconds);
      }
    },
  },
  {
    it: 'looks after secrets within the hour in which an emergency is to be answered',
    when,
    check: (room) => {
      for (const reconciler of reconcilers(room)) {
        expect(schedule(room, reconciler).seconds).toBeLessThanOrEqual(3600);
      }
    },
  },
  {
    it: 'has a run that looks after secrets, repeated as often as it is, over before the next one',
    when,
    check: (room) => {
      for (const reconciler of reconcilers(room)) {
        const { seconds, retries } = schedule(room, reconciler);
        const name = String(reconciler.properties.FunctionName);
        const again = theOne(room, 'AWS::Lambda::EventInvokeConfig', 'FunctionName', name);
        const { MaximumRetryAttempts: attempts, MaximumEventAgeInSeconds: age } =
          again.properties as unknown as Retries;
        // Lambda waits a minute before it tries a second time, and two before the third.
        const waits = attempts * 120;
        expect((attempts + 1) * timeout(reconciler) + waits).toBeLessThan(seconds);
        expect(age).toBeLessThanOrEqual(seconds);
        expect(retries.MaximumEventAgeInSeconds).toBeLessThanOrEqual(seconds);
      }
    },
  },
];
