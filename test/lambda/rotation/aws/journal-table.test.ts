import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { JournalTable } from '../../../../lambda/rotation/aws/journal-table';
import { emptyBookkeeping, type Lease } from '../../../../lambda/rotation/journal';
import { Redactor } from '../../../../lambda/rotation/redact';
import { LocalAws, refusal } from './local-aws';

const aws = new LocalAws();
const redactor = new Redactor();
const now = new Date('2026-11-21T12:00:00Z');
const secret = 'clinic/staging/upload-key';
const scope = {
  table: 'strongroom-staging-journal',
  secret,
  auditDays: 400,
  functionName: 'rotate',
  requestId: 'request',
  holder: 'request/1',
};
const lease: Lease = { fence: 7, entry: { bookkeeping: emptyBookkeeping, requests: {} } };
const state = { secret: { S: secret }, record: { S: 'state' } };
let journal: JournalTable;

beforeAll(async () => {
  await aws.start();
  journal = new JournalTable(
    new DynamoDBClient({ ...aws.settings, maxAttempts: 1 }),
    scope,
    { now: () => now },
    redactor,
  );
});
afterAll(() => aws.stop());

function row(more: object) {
  return { body: JSON.stringify({ Item: { ...state, fence: { N: '7' }, leaseHolder: { S: 'request/1' }, ...more } }) };
}

const conditionFailed = {
  status: 400,
  body: JSON.stringify({
    __type: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'ConditionalCheckFailed' }, { Code: 'None' }],
  }),
};

interface Update {
  readonly TransactItems: readonly { readonly Update?: { readonly UpdateExpression: string } }[];
}

function updateExpression(index: number): string | undefined {
  return (aws.parameters(index) as Update).TransactItems[0]?.Update?.UpdateExpression;
}

describe('reading', () => {
  it('reads consistently', async () => {
    aws.willAnswer({});
    await journal.read();
    expect(aws.parameters()).toMatchObject({ Key: state, ConsistentRead: true });
  });

  it('finds nothing remembered and nothing asked for before the first run', async () => {
    aws.willAnswer({});
    expect(await journal.read()).toEqual({ bookkeeping: emptyBookkeeping, requests: {} });
  });

  it('finds what an operator asked for, and not what one took back', async () => {
    aws.willAnswer(row({ emergency: { S: 'laptop stolen' }, discard: { S: '' } }));
    expect((await journal.read()).requests).toEqual({ emergency: 'laptop stolen' });
  });

  it.each(['not JSON', '{}', 'null'])('rejects bookkeeping that is none: %s', async (text) => {
    aws.willAnswer(row({ bookkeeping: { S: text } }));
    await expect(journal.read()).rejects.toMatchObject({ refusal: 'other', code: 'UnreadableBookkeeping' });
  });
});

describe('taking the lease', () => {
  it('takes one that is free, has run out, or is its own whose answer was lost', async () => {
    aws.willAnswer({ body: JSON.stringify({ Attributes: { ...state, fence: { N: '8' } } }) });
    await journal.acquire();
    expect(aws.parameters()).toMatchObject({
      ConditionExpression: 'attribute_not_exists(leaseHolder) OR leaseUntil < :now OR leaseHolder = :holder',
      ExpressionAttributeValues: {
        ':holder': { S: 'request/1' },
        ':now': { N: String(now.getTime()) },
        ':until': { N: String(now.getTime() + 180_000) },
      },
    });
  });

  it('has a higher fence than every holder before', async () => {
    aws.willAnswer({ body: JSON.stringify({ Attributes: { ...state, fence: { N: '8' } } }) });
    expect((await journal.acquire()).fence).toBe(8);
    expect(aws.parameters()).toMatchObject({ UpdateExpression: expect.stringContaining('ADD fence :one') as string });
  });

  it('reports a conflict while another holds it', async () => {
    aws.willAnswer(refusal('ConditionalCheckFailedException'));
    await expect(journal.acquire()).rejects.toMatchObject({ refusal: 'conflict' });
  });
});

describe('writing under the lease', () => {
  it('writes only under its own fence, as its own holder', async () => {
    aws.willAnswer({});
    await journal.commit(lease, { bookkeeping: emptyBookkeeping, release: false });
    expect(aws.parameters()).toMatchObject({
      TransactItems: [
        {
          Update: {
            ConditionExpression: 'fence = :fence AND leaseHolder = :holder',
            ExpressionAttributeValues: { ':fence': { N: '7' }, ':holder': { S: 'request/1' } },
          },
        },
      ],
    });
  });

  it('keeps the lease unless it is asked to give it back', async () => {
    aws.willAnswer({});
    await journal.commit(lease, { bookkeeping: emptyBookkeeping, release: false });
    expect(updateExpression(0)).toBe('SET bookkeeping = :bookkeeping');
  });

  it('gives the lease back with the write', async () => {
    aws.willAnswer({});
    await journal.commit(lease, { bookkeeping: emptyBookkeeping, release: true });
    expect(updateExpression(0)).toBe('SET bookkeeping = :bookkeeping REMOVE leaseHolder, leaseUntil');
  });

  it('writes the audit record in the same transaction, to be kept for the days that the template says', async () => {
    aws.willAnswer({});
    const audit = { what: 'promoted', step: 'finishSecret', token: 't', keyId: 'AKIAIOSFODNN7EXAMPLE' };
    await journal.commit(lease, { bookkeeping: emptyBookkeeping, audit, release: true });
    expect(aws.parameters()).toMatchObject({
      TransactItems: [
        {},
        {
          Put: {
            Item: {
              secret: { S: secret },
              record: { S: expect.stringMatching(/^audit#2026-11-21T12:00:00.000Z#[0-9a-f-]{36}$/u) as string },
              what: { S: 'promoted' },
              keyId: { S: 'AKIAIOSFODNN7EXAMPLE' },
              function: { S: 'rotate' },
              requestId: { S: 'request' },
              expiresAt: { N: String(now.getTime() / 1000 + 400 * 86_400) },
            },
          },
        },
      ],
    });
  });

  it('removes a request that is done only if it is the one that was seen', async () => {
    aws.willAnswer({});
    await journal.commit(lease, { bookkeeping: emptyBookkeeping, done: { emergency: 'stolen' }, release: true });
    expect(updateExpression(0)).toContain('REMOVE emergency, leaseHolder');
    expect(aws.parameters()).toMatchObject({
      TransactItems: [
        {
          Update: {
            ConditionExpression: 'fence = :fence AND leaseHolder = :holder AND emergency = :emergency',
            ExpressionAttributeValues: { ':emergency': { S: 'stolen' } },
          },
        },
      ],
    });
  });

  it('leaves a newer request where an operator has set one meanwhile, and writes the rest', async () => {
    aws.willAnswer(conditionFailed, row({ emergency: { S: 'another one' }, discard: { S: 't' } }), {});
    const done = { emergency: 'stolen', discard: 't' };
    await journal.commit(lease, { bookkeeping: emptyBookkeeping, done, release: true });
    expect(updateExpression(2)).toBe('SET bookkeeping = :bookkeeping REMOVE discard, leaseHolder, leaseUntil');
  });

  it.each([{ fence: { N: '8' } }, { leaseHolder: { S: 'request/2' } }])(
    'reports a conflict when the lease is lost: %j',
    async (lost) => {
      aws.willAnswer(conditionFailed, row({ emergency: { S: 'stolen' }, ...lost }), {});
      const commit = { bookkeeping: emptyBookkeeping, done: { emergency: 'stolen' }, release: true };
      await expect(journal.commit(lease, commit)).rejects.toMatchObject({ refusal: 'conflict' });
      expect(aws.seen).toHaveLength(2);
    },
  );

  it('reports a conflict at once when no request was to be removed', async () => {
    aws.willAnswer(conditionFailed);
    await expect(journal.commit(lease, { bookkeeping: emptyBookkeeping, release: true })).rejects.toMatchObject({
      refusal: 'conflict',
    });
    expect(aws.seen).toHaveLength(1);
  });

  it('sends a transaction with a name of its own, so that its repetition is the same one', async () => {
    aws.willAnswer({});
    await journal.commit(lease, { bookkeeping: emptyBookkeeping, release: true });
    expect(aws.parameters()).toHaveProperty('ClientRequestToken');
  });
});

it('keeps secrets out of the audit records', async () => {
  aws.willAnswer({});
  redactor.register('canary-of-the-audit');
  await journal.record({ what: 'failed', detail: 'because of canary-of-the-audit' });
  expect(aws.seen[0]?.body).toContain('because of [redacted]');
});

describe('notices', () => {
  const told = (expiresAt: number) => ({
    body: JSON.stringify({ Item: { secret: { S: secret }, expiresAt: { N: String(expiresAt) } } }),
  });

  it('knows one that went out', async () => {
    aws.willAnswer(told(now.getTime() / 1000 + 1));
    expect(await journal.wasTold('foreign-key/2026-11-21')).toBe(true);
  });

  it('knows none that never went out', async () => {
    aws.willAnswer({});
    expect(await journal.wasTold('foreign-key/2026-11-21')).toBe(false);
  });

  it('does not count one that has run out and was not removed yet', async () => {
    aws.willAnswer(told(now.getTime() / 1000 - 1));
    expect(await journal.wasTold('foreign-key/2026-11-21')).toBe(false);
  });

  it('remembers one in a row of its own that runs out', async () => {
    aws.willAnswer({});
    await journal.markTold('foreign-key/2026-11-21');
    expect(aws.parameters()).toMatchObject({
      Item: {
        record: { S: 'told#foreign-key/2026-11-21' },
        expiresAt: { N: String(now.getTime() / 1000 + 30 * 86_400) },
      },
    });
  });
});
