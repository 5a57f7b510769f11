import { readSpecification } from '../../../lambda/reconcile-secrets/read-environment';
import { EnvironmentIncomplete } from '../../../lambda/rotation/environment';

const accessKey = { kind: 'access-key', name: 'a', user: 'u', overlapDays: 7, watchDays: 1 };
const read = (secrets: unknown) =>
  readSpecification({
    SECRET_PREFIX: 'clinic/staging/',
    SECRETS: typeof secrets === 'string' ? secrets : JSON.stringify(secrets),
  });

test('secrets of every kind are read', () => {
  const secrets = [accessKey, { ...accessKey, usedKeyDays: 14 }, { kind: 'value', name: 'b' }];
  expect(read([...secrets, { kind: 'aging', name: 'c' }])).toEqual({
    prefix: 'clinic/staging/',
    secrets: [...secrets, { kind: 'aging', name: 'c' }],
  });
});

test.each([
  ['no JSON', '{'],
  ['no list', {}],
  ['nothing', [null]],
  ['text', ['a']],
  ['an unknown kind', [{ ...accessKey, kind: 'other' }]],
  ['a good one and one of an unknown kind', [accessKey, { kind: 'other', name: 'a' }]],
  ['no name', [{ kind: 'value' }]],
  ['no user', [{ ...accessKey, user: undefined }]],
  ['no overlap', [{ ...accessKey, overlapDays: undefined }]],
  ['an overlap in words', [{ ...accessKey, overlapDays: '7' }]],
  ['an overlap of no day', [{ ...accessKey, overlapDays: 0 }]],
  ['no watch', [{ ...accessKey, watchDays: undefined }]],
  ['a watch of no day', [{ ...accessKey, watchDays: 0 }]],
  ['a limit of no day', [{ ...accessKey, usedKeyDays: 0 }]],
])('secrets with %s are refused, with what to do', (_, secrets) => {
  expect(() => read(secrets)).toThrow(
    new EnvironmentIncomplete('SECRETS is no list of secrets that this version knows: deploy the stack again'),
  );
});

test.each(['SECRET_PREFIX', 'SECRETS'])('the function is not loaded without %s', (name) => {
  const complete = { SECRET_PREFIX: 'clinic/staging/', SECRETS: '[]' };
  expect(() => readSpecification({ ...complete, [name]: undefined })).toThrow(new RegExp(name));
});
