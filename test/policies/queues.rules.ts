import { identityOfResolved } from '../../tools/access/physical-ids';
import { failedEventsOf, scheduleOf } from '../constructs/schedule.rules';
import { administrator } from '../support/questions';
import { otherAccount, roleArn } from '../support/room';
import { type Rule, table } from '../support/rules';
import { isReconciled, reconcilersOf } from './rotation-questions';
import { fromSource, grants } from './service-questions';

/** Who sends to the queue of events that could not be handled, and how. */

export const queueRules: readonly Rule[] = [
  grants(
    'takes events from the rule of its own function, and from no other rule',
    (room) =>
      reconcilersOf(room).map((reconciler) => {
        const rule = identityOfResolved(scheduleOf(room, reconciler)).attributes.Arn ?? '';
        return {
          principal: 'events.amazonaws.com',
          action: 'sqs:SendMessage',
          resource: failedEventsOf(room, reconciler),
          ...fromSource(rule, room.environment.account, [`${rule}-2`]),
        };
      }),
    isReconciled,
  ),
  table(
    'refuses whoever sends or reads without TLS, and everybody of another account',
    (room) =>
      reconcilersOf(room).flatMap((reconciler) =>
        ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:PurgeQueue'].flatMap((action) => {
          const own = administrator(roleArn(room, 'administrator'));
          const other = administrator(roleArn(room, 'administrator', otherAccount));
          const call = { action, resource: failedEventsOf(room, reconciler) };
          const plain = { 'aws:SecureTransport': 'false' };
          return [
            { that: `${action} with TLS`, call: { ...call, caller: own }, answer: 'Allowed' as const },
            {
              that: `${action} without TLS`,
              call: { ...call, caller: own, context: plain },
              answer: 'ExplicitlyDenied' as const,
            },
            { that: `${action} from elsewhere`, call: { ...call, caller: other }, answer: 'refused' as const },
          ];
        }),
      ),
    isReconciled,
  ),
];
