import { removeKey } from '../../../lambda/access-keys/remove-key';
import { ModelRoom } from '../rotation/model-room';

function givenKey() {
  const room = new ModelRoom();
  return { room, key: room.foreignKey() };
}

test('a key is deactivated before it is deleted', async () => {
  const { room, key } = givenKey();
  let statusAtItsEnd = 'never deleted';
  room.before('iam:DeleteAccessKey', () => {
    statusAtItsEnd = room.statusOf(key.id);
  });
  await removeKey(room.ports.keys, key.id);
  expect(statusAtItsEnd).toBe('Inactive');
  expect(room.statusOf(key.id)).toBe('gone');
});

test.each(['iam:UpdateAccessKey', 'iam:DeleteAccessKey'])('a key that is gone before %s is no error', async (call) => {
  const { room, key } = givenKey();
  room.before(call, ({ user }) => {
    user.keys = [];
  });
  await expect(removeKey(room.ports.keys, key.id)).resolves.toBeUndefined();
});

test('a key that cannot be deactivated is not deleted', async () => {
  const { room, key } = givenKey();
  room.refuse('iam:UpdateAccessKey', 'denied');
  await expect(removeKey(room.ports.keys, key.id)).rejects.toMatchObject({ refusal: 'denied' });
  expect(room.statusOf(key.id)).toBe('Active');
});

test('a deletion that is refused is told', async () => {
  const { room, key } = givenKey();
  room.refuse('iam:DeleteAccessKey', 'throttled');
  await expect(removeKey(room.ports.keys, key.id)).rejects.toMatchObject({ refusal: 'throttled' });
});
