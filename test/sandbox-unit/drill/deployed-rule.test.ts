import {
  type BusEvent,
  comparable,
  type DeployedRule,
  firstLineOf,
  messagesOf,
} from '../../../tools/sandbox/drill/deployed-rule';

const topic = 'arn:aws:sns:eu-central-1:111122223333:strongroom-prod-alerts';
const rule: DeployedRule = {
  ...{ region: 'eu-central-1', name: 'opened', arn: 'arn', state: 'ENABLED', description: '', pattern: { detail: {} } },
  targets: [
    {
      Id: 'Topic',
      Arn: topic,
      InputTransformer: {
        InputPathsMap: { who: '$.detail.who', first: '$.detail.keys[0]' },
        InputTemplate: '"Opened by <who>"\n"Key: <first>"',
      },
    },
    { Id: 'Queue', Arn: 'arn:aws:sqs:eu-central-1:111122223333:lost' },
  ],
};
const event = { detail: { who: 'alice', keys: ['front', 'back'] } } as unknown as BusEvent;

describe('the message of a rule', () => {
  it('goes to its topics, with nothing where the emulator finds nothing at an index', () => {
    expect(messagesOf(rule, event)).toEqual([{ topicArn: topic, message: '"Opened by alice"\n"Key: "' }]);
  });

  it('is compared without the moment of its arrival and the spaces of its lists', () => {
    expect(comparable('at 2026-06-15T10:02:03Z: [a, b]')).toBe(comparable('at 2026-06-15T10:02:04Z: [a,b]'));
    expect(comparable('by alice')).not.toBe(comparable('by bob'));
  });

  it('is read by its first line', () => {
    expect(firstLineOf('"Opened by alice"\n"Key: "')).toBe('Opened by alice');
  });
});
