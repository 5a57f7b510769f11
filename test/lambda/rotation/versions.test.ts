import type { SecretDescription } from '../../../lambda/rotation/ports';
import {
  hasStage,
  isStillUnused,
  readCurrent,
  readIfPresent,
  readStored,
  versionWith,
} from '../../../lambda/rotation/versions';
import { ModelRoom } from './model-room';

const reads = 'secretsmanager:GetSecretValue';

function givenVersions() {
  const room = new ModelRoom();
  const previous = room.version('CANARY-value-1', 'AWSPREVIOUS');
  const current = room.version('CANARY-value-2');
  return { room, previous, current };
}

test('a label is found on the version that has it', async () => {
  const { room, previous, current } = givenVersions();
  const description = await room.describe();
  expect(versionWith(description, 'AWSCURRENT')).toBe(current);
  expect(versionWith(description, 'AWSPREVIOUS')).toBe(previous);
  expect(versionWith(description, 'AWSPENDING')).toBeUndefined();
});

test('a version has its own labels alone', async () => {
  const { room, previous, current } = givenVersions();
  const description = await room.describe();
  expect(hasStage(description, current, 'AWSCURRENT')).toBe(true);
  expect(hasStage(description, previous, 'AWSCURRENT')).toBe(false);
  expect(hasStage(description, 'another-token', 'AWSCURRENT')).toBe(false);
});

describe('what was decided about a key that nobody needs', () => {
  const described = (stages: SecretDescription['stages']): SecretDescription => ({
    arn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:portal/prod/scanner-key-AbC123',
    rotationEnabled: true,
    isDeleted: false,
    stages,
  });
  const before = described({ a: ['AWSPREVIOUS'], b: ['AWSCURRENT'], c: ['AWSPENDING'] });

  test.each([
    ['while no label has moved', before, 'a'],
    ['once the rotation that was unfinished is over', described({ b: ['AWSCURRENT'] }), 'a'],
    ['although other labels have moved', described({ b: ['AWSCURRENT'], d: ['AWSPREVIOUS'] }), 'a'],
    ['of a key that lies in no version', before, undefined],
  ])('holds %s', (_, now, versionId) => {
    expect(isStillUnused(before, now, versionId)).toBe(true);
  });

  test.each([
    ['another version is current', described({ d: ['AWSCURRENT'] }), 'a'],
    ['none is current', described({ c: ['AWSPENDING'] }), 'a'],
    ['another rotation has begun', described({ b: ['AWSCURRENT'], d: ['AWSPENDING'] }), 'a'],
    ['another version is current, also of a key in none', described({ d: ['AWSCURRENT'] }), undefined],
    ['its version is current', before, 'b'],
    ['its version is pending', before, 'c'],
  ])('does not hold when %s', (_, now, versionId) => {
    expect(isStillUnused(before, now, versionId)).toBe(false);
  });

  test('does not hold when a rotation has begun where none was', () => {
    const quiet = described({ b: ['AWSCURRENT'] });
    expect(isStillUnused(quiet, quiet, 'a')).toBe(true);
    expect(isStillUnused(quiet, described({ b: ['AWSCURRENT'], c: ['AWSPENDING'] }), 'a')).toBe(false);
  });
});

describe('a version is read', () => {
  test('by its id and its label together', async () => {
    const { room, current } = givenVersions();
    await expect(readIfPresent(room.ports.store, current, 'AWSCURRENT')).resolves.toMatchObject({
      versionId: current,
      value: 'CANARY-value-2',
    });
  });

  test('as nothing while it has no value', async () => {
    const { room, current } = givenVersions();
    delete room.world.secret.versions[current]?.value;
    await expect(readIfPresent(room.ports.store, current, 'AWSCURRENT')).resolves.toBeUndefined();
  });

  test('not as nothing when the read fails', async () => {
    const { room, current } = givenVersions();
    room.refuse(reads, 'denied');
    await expect(readIfPresent(room.ports.store, current, 'AWSCURRENT')).rejects.toMatchObject({ refusal: 'denied' });
  });
});

describe('the current value', () => {
  test('is that of the current version', async () => {
    const { room } = givenVersions();
    await expect(readCurrent(room.ports.store, await room.describe())).resolves.toMatchObject({
      value: 'CANARY-value-2',
    });
  });

  test('is nothing before the first rotation, which takes no call', async () => {
    const room = new ModelRoom();
    room.version('CANARY-value', 'AWSPENDING');
    await expect(readCurrent(room.ports.store, await room.describe())).resolves.toBeUndefined();
    expect(room.calls).toEqual([]);
  });
});

describe('a value that was stored a moment ago', () => {
  test('is read at once when it is there', async () => {
    const { room, current } = givenVersions();
    await expect(readStored(room.ports, current, 'AWSCURRENT')).resolves.toMatchObject({ versionId: current });
    expect(room.count(reads)).toBe(1);
  });

  test('is waited for, twice', async () => {
    const { room, current } = givenVersions();
    room.refuse(reads, 'not-found', 2);
    const before = room.world.now;
    await expect(readStored(room.ports, current, 'AWSCURRENT')).resolves.toMatchObject({ versionId: current });
    expect(room.world.now - before).toBe(600);
  });

  test('is not waited for longer', async () => {
    const { room, current } = givenVersions();
    room.refuse(reads, 'not-found', 3);
    await expect(readStored(room.ports, current, 'AWSCURRENT')).resolves.toBeUndefined();
    expect(room.count(reads)).toBe(3);
  });

  test('is not waited for when the read fails', async () => {
    const { room, current } = givenVersions();
    room.refuse(reads, 'other');
    await expect(readStored(room.ports, current, 'AWSCURRENT')).rejects.toMatchObject({ refusal: 'other' });
    expect(room.count(reads)).toBe(1);
  });
});
