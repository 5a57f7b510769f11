import { readSpecification } from '../../../lambda/rotate-access-key/read-environment';
import { EnvironmentIncomplete } from '../../../lambda/rotation/environment';

const good = {
  ROOM_REGION: 'eu-central-1',
  SECRET_NAME: 'clinic/staging/upload-key',
  USER_NAME: 'uploader',
  USER_PATH: '/rotated/clinic/staging/',
  OVERLAP_DAYS: '7',
  WATCH_DAYS: '1',
  FIELDS: '{"bucket":"clinic-files","port":443,"strict":true}',
  TRIAL: '{"call":"list-objects","bucket":"clinic-files","prefix":"in/","mayBeDenied":true}',
};

test('what the function is told is read, with fields of three kinds', () => {
  expect(readSpecification(good)).toEqual({
    trial: { call: 'list-objects', bucket: 'clinic-files', prefix: 'in/', mayBeDenied: true },
    specification: {
      secret: 'clinic/staging/upload-key',
      userName: 'uploader',
      userPath: '/rotated/clinic/staging/',
      region: 'eu-central-1',
      overlapDays: 7,
      watchDays: 1,
      fields: { bucket: 'clinic-files', port: 443, strict: true },
      mayBeDenied: true,
    },
  });
});

test.each(Object.keys(good))('the function is not loaded without %s', (name) => {
  expect(() => readSpecification({ ...good, [name]: undefined })).toThrow(new RegExp(name));
});

test('an old key counts as used for as long as it is used, unless a bound was declared', () => {
  expect(readSpecification(good).specification).not.toHaveProperty('usedKeyDays');
  expect(readSpecification({ ...good, USED_KEY_DAYS: '30' }).specification.usedKeyDays).toBe(30);
});

test.each([
  ['OVERLAP_DAYS', 'a week', 'OVERLAP_DAYS is not a number of days above 0'],
  ['WATCH_DAYS', '0', 'WATCH_DAYS is not a number of days above 0'],
  ['USED_KEY_DAYS', '0', 'USED_KEY_DAYS is not a number of days above 0'],
  ['USED_KEY_DAYS', '', 'USED_KEY_DAYS is not a number of days above 0'],
  ['FIELDS', 'text', 'FIELDS is not a JSON object'],
  ['FIELDS', '"text"', 'FIELDS is not a JSON object'],
  ['FIELDS', 'null', 'FIELDS is not a JSON object'],
  ['FIELDS', '7', 'FIELDS is not a JSON object'],
  ['FIELDS', '[]', 'FIELDS is not a JSON object'],
  ['FIELDS', '{"bucket":"clinic-files","nested":{}}', 'FIELDS is not a JSON object of plain values'],
  ['FIELDS', '{"nothing":null}', 'FIELDS is not a JSON object of plain values'],
  ['TRIAL', '{', 'TRIAL is not a JSON object'],
  ['TRIAL', '{}', 'TRIAL is not a trial that this version of the function knows'],
])('%s of %s is refused, with what to do', (name, value, found) => {
  const read = () => readSpecification({ ...good, [name]: value });
  expect(read).toThrow(EnvironmentIncomplete);
  expect(read).toThrow(new EnvironmentIncomplete(`${found}: deploy the stack again`));
});
