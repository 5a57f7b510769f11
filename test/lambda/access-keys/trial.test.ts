import { trialIn } from '../../../lambda/access-keys/trial';

const listObjects = { call: 'list-objects', bucket: 'clinic-files', prefix: 'in/', mayBeDenied: true };
const describeSecret = { call: 'describe-secret', secretName: 'clinic/staging/upload-key', mayBeDenied: false };

test.each([listObjects, { ...listObjects, mayBeDenied: false }, describeSecret])('is known: %j', (trial) => {
  expect(trialIn(trial)).toEqual(trial);
});

test('is taken without whatever else stands there', () => {
  expect(trialIn({ ...listObjects, secretName: 'a', more: 1 })).toEqual(listObjects);
  expect(trialIn({ ...describeSecret, bucket: 'a', prefix: 'b' })).toEqual(describeSecret);
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['text', 'list-objects'],
  ['another call', { ...listObjects, call: 'delete-bucket' }],
  ['another call with everything', { ...listObjects, ...describeSecret, call: 'delete-bucket' }],
  ['no call', { ...listObjects, call: undefined }],
  ['nothing on denials', { ...listObjects, mayBeDenied: undefined }],
  ['a denial in words', { ...describeSecret, mayBeDenied: 'no' }],
  ['a list without a bucket', { ...listObjects, bucket: undefined }],
  ['a list without a prefix', { ...listObjects, prefix: undefined }],
  ['a list with a number for a bucket', { ...listObjects, bucket: 7 }],
  ['a list with a number for a prefix', { ...listObjects, prefix: 7 }],
  ['a description without a name', { ...describeSecret, secretName: undefined }],
  ['a description with a number for a name', { ...describeSecret, secretName: 7 }],
])('is not known: %s', (_, value) => {
  expect(trialIn(value)).toBeUndefined();
});
