import { functionArn, queueArn, reconcilerQueueName } from '../../lib/config/names';
import { identityOfResolved } from '../../tools/access/physical-ids';
import type { Entry } from '../../tools/access/template';
import { isReconciled, type Reconciler, reconcilersOf } from '../policies/rotation-questions';
import { all, theOne } from '../support/found';
import type { Room } from '../support/room';
import type { Rule } from '../support/rules';
import { resourcesOf } from '../support/templates';

/** The function that looks after secrets runs every hour, and a run that is lost is seen. */

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
      const arn = functionArn(room.environment, reconciler.name);
      expect(Targets).toEqual([expect.objectContaining({ Id: expect.stringMatching(/./) as string, Arn: arn })]);
      const permissions = all(room, 'AWS::Lambda::Permission').map(({ properties }) => properties);
      expect(permissions).toContainEqual(
        expect.objectContaining({ FunctionName: arn, SourceArn: identityOfResolved(schedule).attributes.Arn }),
      );
    }),
  },
  {
    it: 'is given a failed run twice more by its rule, and once more by Lambda, until the next run does the same work',
    ...forEach((room, reconciler) => {
      const { Targets } = scheduleOf(room, reconciler).resource.Properties ?? {};
      expect(Targets).toEqual([
        expect.objectContaining({ RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: hour } }),
      ]);
      expect(theOne(room, 'AWS::Lambda::EventInvokeConfig', 'FunctionName', reconciler.name).properties).toMatchObject({
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 1,
        MaximumEventAgeInSeconds: hour,
      });
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
      expect(Targets).toEqual([expect.objectContaining({ DeadLetterConfig: { Arn: queue } })]);
      const { properties } = theOne(room, 'AWS::Lambda::Function', 'FunctionName', reconciler.name);
      expect(properties.DeadLetterConfig).toEqual({ TargetArn: queue });
    }),
  },
];
