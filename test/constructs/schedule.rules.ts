import { functionArn, queueArn, reconcilerQueueName } from '../../lib/config/names';
import { identityOfResolved } from '../../tools/access/physical-ids';
import type { Entry } from '../../tools/access/template';
import { isReconciled, probersOf, type Reconciler, reconcilersOf } from '../policies/rotation-questions';
import { all, theOne } from '../support/found';
import type { Room } from '../support/room';
import type { Rule } from '../support/rules';
import { resourcesOf } from '../support/templates';

/** The functions that look after secrets and try keys run every hour, and a run that is lost is seen. */

const hour = 3600;

/** The rule that runs the function. */
export function scheduleOf(room: Room, { name }: Reconciler): Entry {
  const arn = functionArn(room.environment, name);
  const [found, ...more] = resourcesOf(room.assembly.stacks, 'AWS::Events::Rule').filter(({ resource }) =>
    (resource.Properties?.Targets as readonly { readonly Arn?: string }[] | undefined)?.some(({ Arn }) => Arn === arn),
  );
  if (found === undefined || more.length > 0) throw new Error(`not exactly one rule runs ${name}`);
  return found;
}

/** Where the events go that the function could not handle. */
export function failedEventsOf({ environment }: Room, { workload }: Reconciler): string {
  return queueArn(environment, reconcilerQueueName(environment, workload.name));
}

/** The functions that the hour of a workload runs. */
function hourlyOf(room: Room, { workload, name }: Reconciler): string[] {
  const own = probersOf(room).filter((prober) => prober.workload === workload);
  return [name, ...own.map((prober) => prober.name)];
}

function forEach(check: (room: Room, reconciler: Reconciler) => void): Pick<Rule, 'when' | 'check'> {
  return {
    when: isReconciled,
    check: (room) => {
      const reconcilers = reconcilersOf(room);
      expect(reconcilers).not.toHaveLength(0);
      for (const reconciler of reconcilers) check(room, reconciler);
    },
  };
}

export const scheduleRules: readonly Rule[] = [
  {
    it: 'runs every hour, by a rule that Lambda lets in',
    ...forEach((room, reconciler) => {
      const schedule = scheduleOf(room, reconciler);
      const { ScheduleExpression, State = 'ENABLED', Targets } = schedule.resource.Properties ?? {};
      expect({ ScheduleExpression, State }).toEqual({ ScheduleExpression: 'rate(1 hour)', State: 'ENABLED' });
      const targets = Targets as readonly { readonly Id: string; readonly Arn: string }[];
      const arns = hourlyOf(room, reconciler).map((name) => functionArn(room.environment, name));
      expect(targets.map(({ Arn }) => Arn)).toEqual(arns);
      expect(new Set(targets.map(({ Id }) => Id)).size).toBe(targets.length);
      for (const { Id } of targets) expect(Id).toMatch(/./);
      const permissions = all(room, 'AWS::Lambda::Permission').map(({ properties }) => properties);
      for (const arn of arns) {
        expect(permissions).toContainEqual(
          expect.objectContaining({ FunctionName: arn, SourceArn: identityOfResolved(schedule).attributes.Arn }),
        );
      }
    }),
  },
  {
    it: 'is given a failed run twice more by its rule, and once more by Lambda, until the next run does the same work',
    ...forEach((room, reconciler) => {
      const { Targets } = scheduleOf(room, reconciler).resource.Properties ?? {};
      const names = hourlyOf(room, reconciler);
      expect(Targets).toEqual(
        names.map(
          () =>
            expect.objectContaining({
              RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: hour },
            }) as object,
        ),
      );
      for (const name of names) {
        expect(theOne(room, 'AWS::Lambda::EventInvokeConfig', 'FunctionName', name).properties).toMatchObject({
          Qualifier: '$LATEST',
          MaximumRetryAttempts: 1,
          MaximumEventAgeInSeconds: hour,
        });
      }
    }),
  },
  {
    it: 'leaves an event that failed for good in an encrypted queue, for as long as SQS keeps one',
    ...forEach((room, reconciler) => {
      const queue = failedEventsOf(room, reconciler);
      const name = queue.split(':').at(-1) ?? '';
      expect(theOne(room, 'AWS::SQS::Queue', 'QueueName', name).properties).toMatchObject({
        MessageRetentionPeriod: 14 * 24 * hour,
        SqsManagedSseEnabled: true,
      });
      const { Targets } = scheduleOf(room, reconciler).resource.Properties ?? {};
      const names = hourlyOf(room, reconciler);
      expect(Targets).toEqual(names.map(() => expect.objectContaining({ DeadLetterConfig: { Arn: queue } }) as object));
      for (const functionName of names) {
        const { properties } = theOne(room, 'AWS::Lambda::Function', 'FunctionName', functionName);
        expect(properties.DeadLetterConfig).toEqual({ TargetArn: queue });
      }
    }),
  },
];
