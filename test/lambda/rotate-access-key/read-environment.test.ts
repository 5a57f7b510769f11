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

test('fields are plain values of three kinds', () => {
  expect(readSpecification(good).specification.fields).toEqual({ bucket: 'clinic-files', port: 443, strict: true });
});

test.each([
  ['OVERLAP_DAYS', 'a week', 'OVERLAP_DAYS is not a number of days above 0'],
  ['WATCH_DAYS', '0', 'WATCH_DAYS is not a number of days above 0'],
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
