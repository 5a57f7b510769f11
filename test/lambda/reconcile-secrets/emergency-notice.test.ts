import { stopped } from '../rotation/model-room';
import { RetiringRoom } from './retiring-room';

function roomInEmergency(): RetiringRoom {
  const room = new RetiringRoom(3);
  room.request({ emergency: 'a laptop was stolen' });
  room.remember({ emergencyToken: room.current.versionId });
  return room;
}

/** Somebody has a script that activates it whenever it is stopped. */
function activateWhenStopped(room: RetiringRoom): void {
  room.after('iam:UpdateAccessKey', () => {
    room.old.status = 'Active';
  });
}

it('tells people that an emergency could not be ended, and fails so that it is seen there too', async () => {
  const room = roomInEmergency();
  activateWhenStopped(room);
  await expect(room.tick()).rejects.toEqual(stopped('cut-incomplete'));
  expect(room.notices).toEqual([expect.objectContaining({ kind: 'emergency-incomplete' })]);
  expect(room.world.journal.requests).toEqual({ emergency: 'a laptop was stolen' });
});

it('tells it once a day, and tries every hour', async () => {
  const room = roomInEmergency();
  for (let run = 1; run <= 2; run += 1) {
    activateWhenStopped(room);
    await expect(room.tick()).rejects.toEqual(stopped('cut-incomplete'));
  }
  expect(room.notices).toHaveLength(1);
  expect(room.count('iam:UpdateAccessKey')).toBe(2);
});

it('tells nothing when everything is cut', async () => {
  const room = roomInEmergency();
  await room.tick();
  expect(room.notices).toEqual([]);
  expect(room.world.journal.requests).toEqual({});
});
