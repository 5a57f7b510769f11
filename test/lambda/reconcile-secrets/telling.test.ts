import { Telling } from '../../../lambda/reconcile-secrets/telling';
import { SECRET_NAME } from '../../support/aws-model/world';
import { ModelRoom } from '../rotation/model-room';

const notice = { kind: 'foreign-key', secret: SECRET_NAME, found: 'a key', advice: 'look', keyId: 'AKIA-1' } as const;

function given() {
  const room = new ModelRoom();
  const { journal, notices } = room.ports;
  return { room, telling: (day: string) => new Telling(journal, notices, new Date(`${day}T12:00:00Z`)) };
}

test('the same thing about the same key goes out once a day', async () => {
  const { room, telling } = given();
  await telling('2027-03-01').tell(notice);
  await telling('2027-03-01').tell(notice);
  expect(room.notices).toEqual([notice]);
  await telling('2027-03-02').tell(notice);
  expect(room.notices).toHaveLength(2);
});

test('the same thing about another key, and another thing, go out on the same day', async () => {
  const { room, telling } = given();
  await telling('2027-03-01').tell(notice);
  await telling('2027-03-01').tell({ ...notice, keyId: 'AKIA-2' });
  await telling('2027-03-01').tell({ ...notice, kind: 'check-failed' });
  expect(room.notices).toHaveLength(3);
});

test('is remembered under what it is, which key and which day', async () => {
  const { room, telling } = given();
  await telling('2027-03-01').tell(notice);
  await telling('2027-03-01').tell({ kind: 'rotation-off', secret: SECRET_NAME, found: 'off', advice: 'deploy' });
  expect(room.world.journal.told).toEqual(['foreign-key#AKIA-1#2027-03-01', 'rotation-off##2027-03-01']);
});

test('what could not be sent is not remembered as told', async () => {
  const { room, telling } = given();
  room.refuse('events:PutEvents', 'throttled');
  await expect(telling('2027-03-01').tell(notice)).rejects.toMatchObject({ refusal: 'throttled' });
  expect(room.world.journal.told).toEqual([]);
});
