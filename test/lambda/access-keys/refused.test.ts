import { isRefused } from '../../../lambda/access-keys/refused';
import type { Refusal } from '../../../lambda/rotation/errors';
import { ModelRoom } from '../rotation/model-room';

async function given(status: 'Active' | 'Inactive') {
  const room = new ModelRoom();
  const { id, secret } = room.foreignKey();
  await room.ports.keys.setStatus(id, status);
  const asked = () => isRefused(room.ports, { accessKeyId: id, secretAccessKey: secret });
  return { room, asked };
}

const useOfKey = 'sts:GetCallerIdentity';

test('a key is refused when its use fails because AWS does not know it', async () => {
  const { room, asked } = await given('Inactive');
  room.world.now += 60_000;
  await expect(asked()).resolves.toBe(true);
  expect(room.count(useOfKey)).toBe(1);
});

test('a deactivation has seconds to reach every service', async () => {
  const { room, asked } = await given('Inactive');
  const deactivated = room.world.now;
  await expect(asked()).resolves.toBe(true);
  expect(room.count(useOfKey)).toBe(3);
  expect(room.world.now - deactivated).toBe(4000);
});

test('a key that answers four times is not refused', async () => {
  const { room, asked } = await given('Active');
  const before = room.world.now;
  await expect(asked()).resolves.toBe(false);
  expect(room.count(useOfKey)).toBe(4);
  expect(room.world.now - before).toBe(6000);
});

test.each<Refusal>(['throttled', 'denied', 'unknown-outcome', 'wrong-signature', 'not-found', 'other'])(
  'an answer of %s proves nothing',
  async (refusal) => {
    const { room, asked } = await given('Inactive');
    room.refuse(useOfKey, refusal);
    await expect(asked()).rejects.toMatchObject({ refusal });
  },
);
