import { queueArn } from '../../lib/config/names';
import { watchesAccount } from '../../lib/detection/account-wide';
import { globalRegionOf } from '../../lib/detection/global-region';
import { entriesOf } from '../../tools/access/template';
import { theOne } from '../support/found';
import { administrator, type Question } from '../support/questions';
import { otherAccount, roleArn, type Room } from '../support/room';
import { type Row, type Rule, table } from '../support/rules';
import { fromSource, grants } from './service-questions';

/** What a rule could not bring to people is kept, and nobody else can put anything there. */

interface Kept {
  readonly name: string;
  readonly arn: string;
  readonly region: string;
}

function queuesOf({ environment }: Room): Kept[] {
  const globalRegion = globalRegionOf(environment);
  const queue = (end: string, region: string): Kept => {
    const name = `strongroom-${environment.name}-${end}`;
    return { name, region, arn: queueArn({ ...environment, region }, name) };
  };
  return [
    queue('lost-alerts', environment.region),
    ...(globalRegion === environment.region || !watchesAccount(environment)
      ? []
      : [queue('not-forwarded', globalRegion)]),
  ];
}

/** A rule of the environment in the Region of the queue, and rules of others. */
function sourcesOf({ environment, stacks }: Room, { region }: Kept) {
  const rule = (name: string, place = region) =>
    `arn:${stacks[0]?.partition ?? ''}:events:${place}:${environment.account}:rule/${name}`;
  const own = rule(`strongroom-${environment.name}-trail-changed`);
  return fromSource(own, environment.account, [
    rule(`strongroom-${environment.name}2-trail-changed`),
    rule('another'),
    rule(`strongroom-${environment.name}-trail-changed`, 'ca-west-1'),
  ]);
}

export const lostEventRules: readonly Rule[] = [
  {
    it: 'keeps what could not be brought for as long as SQS does, encrypted',
    check: (room) => {
      for (const { name, region } of queuesOf(room)) {
        expect(theOne(room, 'AWS::SQS::Queue', 'QueueName', name).properties).toMatchObject({
          MessageRetentionPeriod: 14 * 24 * 3600,
          SqsManagedSseEnabled: true,
        });
        const there = entriesOf(
          room.assembly.stacks.filter((stack) => stack.region === region),
          'AWS::SQS::Queue',
        );
        expect(there.map(({ resource }) => resource.Properties?.QueueName)).toContain(name);
      }
    },
  },
  grants('takes what could not be brought from the rules of this environment, and of no other', (room) =>
    queuesOf(room).map((queue) => ({
      ...{ principal: 'events.amazonaws.com', action: 'sqs:SendMessage', resource: queue.arn },
      ...sourcesOf(room, queue),
    })),
  ),
  table('refuses whoever sends or reads there without TLS, and everybody of another account', (room) =>
    queuesOf(room).flatMap(({ arn }) =>
      ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:PurgeQueue'].flatMap((action): Row[] => {
        const own: Question = { caller: administrator(roleArn(room, 'administrator')), action, resource: arn };
        const other = { ...own, caller: administrator(roleArn(room, 'administrator', otherAccount)) };
        const plain = { ...own, context: { 'aws:SecureTransport': 'false' } };
        return [
          { that: `${action} at ${arn} with TLS`, call: own, answer: 'Allowed' },
          { that: `${action} at ${arn} without TLS`, call: plain, answer: 'ExplicitlyDenied' },
          { that: `${action} at ${arn} from elsewhere`, call: other, answer: 'refused' },
        ];
      }),
    ),
  ),
];
