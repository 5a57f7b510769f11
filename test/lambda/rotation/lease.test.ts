import { emptyBookkeeping } from '../../../lambda/rotation/journal';
import { type HeldLease, underLease } from '../../../lambda/rotation/lease';
import { SECRET_NAME } from '../../support/aws-model/world';
import { ModelRoom, stopped } from './model-room';

const takes = 'dynamodb:UpdateItem';
const writes = 'dynamodb:TransactWriteItems';
const changed = { ...emptyBookkeeping, emergencyToken: 'the-token' };

function under<Result>(room: ModelRoom, work: (held: HeldLease) => Promise<Result>): Promise<Result> {
  return underLease(room.ports, SECRET_NAME, work);
}

const isHeld = ({ world }: ModelRoom) => world.journal.leaseHolder !== undefined;

describe('taking the lease', () => {
  test('gives the work what the journal holds', async () => {
    const room = new ModelRoom();
    room.remember(changed);
    room.request({ emergency: 'stolen' });
    const seen = await under(room, ({ bookkeeping, requests }) => Promise.resolve({ bookkeeping, requests }));
    expect(seen).toEqual({ bookkeeping: changed, requests: { emergency: 'stolen' } });
  });

  test('waits for whoever holds it', async () => {
    const room = new ModelRoom();
    room.refuse(takes, 'conflict', 3);
    const before = room.world.now;
    await expect(under(room, () => Promise.resolve('done'))).resolves.toBe('done');
    expect(room.world.now - before).toBe(4500);
  });

  test('gives up after four tries, and does nothing then', async () => {
    const room = new ModelRoom();
    room.refuse(takes, 'conflict', 4);
    const work = jest.fn();
    const running = under(room, work);
    await expect(running).rejects.toEqual(stopped('lease-held'));
    await expect(running).rejects.toThrow(
      /another run of a rotation or of the retirement is at work.*Nothing to do: the next try finds the lease free/,
    );
    await expect(running).rejects.toMatchObject({ cause: { refusal: 'conflict' } });
    expect(work).not.toHaveBeenCalled();
    expect(room.count(takes)).toBe(4);
  });

  test('does not wait when it fails for another reason', async () => {
    const room = new ModelRoom();
    room.refuse(takes, 'throttled');
    await expect(under(room, () => Promise.resolve())).rejects.toMatchObject({ refusal: 'throttled' });
    expect(room.count(takes)).toBe(1);
  });

  test('takes it from a holder whose time is over', async () => {
    const room = new ModelRoom();
    await room.ports.journal.acquire();
    room.world.now += 180_000;
    await expect(under(room, () => Promise.resolve('done'))).resolves.toBe('done');
  });
});

describe('the lease', () => {
  test('is held while the work lasts, and given back after it', async () => {
    const room = new ModelRoom();
    const duringWork = await under(room, () => Promise.resolve(isHeld(room)));
    expect([duringWork, isHeld(room)]).toEqual([true, false]);
  });

  test('is given back when the work fails', async () => {
    const room = new ModelRoom();
    await expect(under(room, () => Promise.reject(new Error('it went wrong')))).rejects.toThrow('it went wrong');
    expect(isHeld(room)).toBe(false);
  });

  test('is kept by a write', async () => {
    const room = new ModelRoom();
    await under(room, async (held) => {
      await held.write({ bookkeeping: changed });
      expect(isHeld(room)).toBe(true);
      expect(room.bookkeeping).toEqual(changed);
    });
    expect(room.count(writes)).toBe(2);
    expect(isHeld(room)).toBe(false);
  });

  test('is given back by the last write, and not a second time', async () => {
    const room = new ModelRoom();
    await under(room, (held) => held.writeAndRelease({ bookkeeping: changed }));
    expect(isHeld(room)).toBe(false);
    expect(room.bookkeeping).toEqual(changed);
    expect(room.count(writes)).toBe(1);
  });

  test('is given back with the bookkeeping as the work left it', async () => {
    const room = new ModelRoom();
    await under(room, (held) => {
      held.bookkeeping = changed;
      return Promise.resolve();
    });
    expect(room.bookkeeping).toEqual(changed);
  });

  test('is given back with what was there when the work wrote nothing', async () => {
    const room = new ModelRoom();
    room.remember(changed);
    await under(room, () => Promise.resolve());
    expect(room.bookkeeping).toEqual(changed);
  });

  test('runs out by itself when it cannot be given back, which fails no work', async () => {
    const room = new ModelRoom();
    room.refuse(writes, 'throttled');
    await expect(under(room, () => Promise.resolve('done'))).resolves.toBe('done');
    expect(room.logged).toEqual(['the lease was not given back and runs out by itself']);
    expect(room.fields[0]?.error).toMatch(/throttled/);
    expect(isHeld(room)).toBe(true);
  });
});

describe('a write', () => {
  test('carries its audit record and the requests that are done', async () => {
    const room = new ModelRoom();
    room.request({ emergency: 'stolen', discard: 'kept' });
    await under(room, (held) =>
      held.write({ bookkeeping: changed, audit: { what: 'tested' }, done: { emergency: 'stolen' } }),
    );
    expect(room.audits).toEqual([{ what: 'tested' }]);
    expect(room.world.journal.requests).toEqual({ discard: 'kept' });
  });

  test('is what the next one builds on', async () => {
    const room = new ModelRoom();
    await under(room, async (held) => {
      await held.write({ bookkeeping: changed });
      expect(held.bookkeeping).toEqual(changed);
    });
  });

  test('is refused when the lease is another’s by now, and changes nothing', async () => {
    const room = new ModelRoom();
    const late = under(room, async (held) => {
      room.world.now += 180_000;
      await room.ports.journal.acquire();
      await held.write({ bookkeeping: changed });
    });
    await expect(late).rejects.toMatchObject({ refusal: 'conflict' });
    expect(room.bookkeeping).toEqual(emptyBookkeeping);
    expect(isHeld(room)).toBe(true);
  });

  test('that failed is not taken for done', async () => {
    const room = new ModelRoom();
    room.refuse(writes, 'throttled');
    await under(room, async (held) => {
      await expect(held.writeAndRelease({ bookkeeping: changed })).rejects.toMatchObject({ refusal: 'throttled' });
      expect(held.bookkeeping).toEqual(emptyBookkeeping);
    });
    expect(isHeld(room)).toBe(false);
  });
});
