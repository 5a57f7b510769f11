import type { LookedAfter } from '../../../lambda/reconcile-secrets/environment';
import { NotScheduled, Reconciler, ReconciliationFailed, timeOf } from '../../../lambda/reconcile-secrets/reconcile';
import { DAY, HOUR, USER_NAME } from '../../support/aws-model/world';
import { ModelRoom } from '../rotation/model-room';

function given(secrets: readonly LookedAfter[], filledAt?: Date) {
  const room = new ModelRoom();
  const metrics = { secretAge: jest.fn(), unfilled: jest.fn() };
  const ports = { ...room.ports, metrics };
  const asked: string[] = [];
  const keep = (name: string) => {
    asked.push(name);
    return ports;
  };
  const reconciler = new Reconciler('portal/prod/', secrets, {
    accessKey: (secret, user) => keep(`access key ${secret} of ${user}`),
    value: (secret) => keep(`value ${secret}`),
    aging: (secret) => {
      keep(`aging ${secret}`);
      return { filledAt: () => Promise.resolve(filledAt) };
    },
    metrics,
    log: ports.log,
  });
  return { room, metrics, asked, run: () => reconciler.run(new Date(room.world.now)) };
}

const accessKey: LookedAfter = {
  kind: 'access-key',
  name: 'scanner-key',
  user: USER_NAME,
  overlapDays: 7,
  watchDays: 1,
};
const password: LookedAfter = { kind: 'value', name: 'queue' };
const apiKey: LookedAfter = { kind: 'aging', name: 'payments-api' };

describe('the time of a run', () => {
  test('is that of its event', () => {
    expect(timeOf({ time: '2027-03-01T12:00:00Z' })).toEqual(new Date('2027-03-01T12:00:00Z'));
  });

  test.each([undefined, null, 'now', {}, { time: 7 }, { time: undefined }, { time: 'soon' }])(
    'is not that of %j: the schedule sends another',
    (event) => {
      expect(() => timeOf(event)).toThrow(NotScheduled);
      expect(new NotScheduled().name).toBe('NotScheduled');
      expect(() => timeOf(event)).toThrow('call the function with a scheduled event of EventBridge');
    },
  );
});

describe('a run', () => {
  test('looks after every secret of the workload by its full name', async () => {
    const { asked, run } = given([accessKey, password, apiKey]);
    await run();
    expect(asked).toEqual([
      `access key portal/prod/scanner-key of ${USER_NAME}`,
      'value portal/prod/queue',
      'aging portal/prod/payments-api',
    ]);
  });

  test('goes on after a secret that could not be looked after, and fails at its end', async () => {
    const { room, asked, run } = given([accessKey, password, apiKey]);
    room.refuse('secretsmanager:DescribeSecret', 'throttled', 2);
    const running = run();
    await expect(running).rejects.toThrow(ReconciliationFailed);
    await expect(running).rejects.toThrow(
      'portal/prod/scanner-key, portal/prod/queue could not be looked after: read the log of this run',
    );
    await expect(running).rejects.toMatchObject({ name: 'ReconciliationFailed' });
    expect(room.fields[0]).toEqual({
      secret: 'portal/prod/scanner-key',
      error: expect.stringContaining('throttled') as unknown,
    });
    expect(asked).toHaveLength(3);
    expect(room.logged).toEqual(['a secret could not be looked after', 'a secret could not be looked after']);
  });

  test('does what is due for an access key: the first rotation', async () => {
    const { room, run } = given([accessKey]);
    await run();
    expect(room.calls).toContain('secretsmanager:RotateSecret');
    expect(room.calls).toContain('iam:ListAccessKeys');
  });

  test('does what is due for a value: the first rotation', async () => {
    const { room, run } = given([password]);
    await run();
    expect(room.calls).toContain('secretsmanager:RotateSecret');
    expect(room.calls).not.toContain('iam:ListAccessKeys');
  });

  test.each([
    ['after the configured days', { usedKeyDays: 14 }, 'Inactive'],
    ['never, without such a limit', {}, 'Active'],
  ])('stops an old key that is still used %s', async (_, limit, status) => {
    const { room, run } = given([{ ...accessKey, ...limit }]);
    const old = room.key('AWSPREVIOUS');
    const current = room.key();
    const since = new Date(room.world.now).toISOString();
    room.world.now += 14 * DAY;
    Object.assign(old, { promotedAt: 0, stragglerUntil: Infinity });
    room.remember({ current: { versionId: current.versionId, since } });
    await run();
    expect(room.statusOf(old.id)).toBe(status);
  });
});

describe('a secret that a person fills', () => {
  test('has its age told in days', async () => {
    const filled = new Date(new ModelRoom().world.now - 36 * HOUR);
    const { metrics, run } = given([apiKey], filled);
    await run();
    expect(metrics.secretAge.mock.calls).toEqual([['portal/prod/payments-api', 1.5]]);
    expect(metrics.unfilled.mock.calls).toEqual([['portal/prod/payments-api', false]]);
  });

  test('has no age while it waits to be filled, which is told', async () => {
    const { metrics, run } = given([apiKey]);
    await run();
    expect(metrics.secretAge).not.toHaveBeenCalled();
    expect(metrics.unfilled.mock.calls).toEqual([['portal/prod/payments-api', true]]);
  });
});
