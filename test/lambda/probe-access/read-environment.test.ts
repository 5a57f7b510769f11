import { readSpecification } from '../../../lambda/probe-access/read-environment';
import { EnvironmentIncomplete } from '../../../lambda/rotation/environment';

const trial = { call: 'list-objects', bucket: 'clinic-files', prefix: 'in/', mayBeDenied: true };
const uploader = { name: 'upload-key', user: 'clinic-staging-uploader', trial };
const scanner = { name: 'scan-key', user: 'clinic-staging-scanner', trial: { ...trial, mayBeDenied: false } };

const read = (keys: unknown) => readSpecification({ SECRET_PREFIX: 'clinic/staging/', KEYS: JSON.stringify(keys) });

test('the keys of a workload are read with what each is for, and nothing else', () => {
  expect(read([uploader, { ...scanner, more: 1 }])).toEqual({ prefix: 'clinic/staging/', keys: [uploader, scanner] });
});

test('a workload may have no key', () => {
  expect(read([]).keys).toEqual([]);
});

test.each<[string, unknown]>([
  ['no list', uploader],
  ['a list of nothing', [null]],
  ['a key without a name', [{ ...uploader, name: undefined }]],
  ['a key with a number for a name', [{ ...uploader, name: 7 }]],
  ['a key without a user', [{ ...uploader, user: undefined }]],
  ['a key with a number for a user', [{ ...uploader, user: 7 }]],
  ['a key without a trial', [{ ...uploader, trial: undefined }]],
  ['a trial that nobody knows', [{ ...uploader, trial: { ...trial, call: 'delete-bucket' } }]],
  ['one such key beside a good one', [uploader, { ...scanner, name: undefined }]],
])('%s is refused, with what to do', (_, keys) => {
  const reading = () => read(keys);
  expect(reading).toThrow(EnvironmentIncomplete);
  expect(reading).toThrow('KEYS is no list of access keys that this version knows: deploy the stack again');
});

test('a text that is no JSON is refused, and not repeated', () => {
  const reading = () => readSpecification({ SECRET_PREFIX: 'clinic/staging/', KEYS: '[{"name"' });
  expect(reading).toThrow(
    new EnvironmentIncomplete('KEYS is no list of access keys that this version knows: deploy the stack again'),
  );
});

test.each(['SECRET_PREFIX', 'KEYS'])('the function is not loaded without %s', (name) => {
  const complete = { SECRET_PREFIX: 'clinic/staging/', KEYS: '[]' };
  expect(() => readSpecification({ ...complete, [name]: undefined })).toThrow(new RegExp(name));
});
