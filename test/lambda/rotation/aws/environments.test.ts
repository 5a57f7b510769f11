import { readSpecification as readReconciler } from '../../../../lambda/reconcile-secrets/read-environment';
import { readSpecification as readAccessKey } from '../../../../lambda/rotate-access-key/read-environment';

const trial = { call: 'list-objects', bucket: 'clinic-files', prefix: 'in/', mayBeDenied: true };
const ofAccessKey = {
  ROOM_REGION: 'eu-central-1',
  SECRET_NAME: 'clinic/staging/upload-key',
  USER_NAME: 'uploader',
  USER_PATH: '/rotated/clinic/staging/',
  OVERLAP_DAYS: '7',
  WATCH_DAYS: '1',
  FIELDS: '{"bucket":"clinic-files"}',
  TRIAL: JSON.stringify(trial),
};

it('reads what a function for an access key is told', () => {
  expect(readAccessKey(ofAccessKey)).toEqual({
    trial,
    specification: {
      secret: 'clinic/staging/upload-key',
      userName: 'uploader',
      userPath: '/rotated/clinic/staging/',
      region: 'eu-central-1',
      overlapDays: 7,
      watchDays: 1,
      fields: { bucket: 'clinic-files' },
      mayBeDenied: true,
    },
  });
});

it.each([
  ['USER_NAME', undefined],
  ['OVERLAP_DAYS', 'a week'],
  ['WATCH_DAYS', '0'],
  ['FIELDS', '[]'],
  ['FIELDS', '{"nested":{}}'],
  ['TRIAL', '{'],
  ['TRIAL', '{"call":"delete-bucket","mayBeDenied":false}'],
])('refuses %s of %s', (name, value) => {
  expect(() => readAccessKey({ ...ofAccessKey, [name]: value })).toThrow(name);
});

it('reads the secrets that the reconciler looks after', () => {
  const secrets = [
    { kind: 'access-key', name: 'a', user: 'u', overlapDays: 7, watchDays: 1 },
    { kind: 'value', name: 'b' },
    { kind: 'aging', name: 'c' },
  ];
  const variables = { SECRET_PREFIX: 'clinic/staging/', SECRETS: JSON.stringify(secrets) };
  expect(readReconciler(variables)).toEqual({ prefix: 'clinic/staging/', secrets });
});

it.each(['{', '{}', '[{"kind":"other","name":"a"}]', '[{"kind":"access-key","name":"a"}]', '[{"kind":"value"}]'])(
  'refuses secrets %s',
  (SECRETS) => {
    expect(() => readReconciler({ SECRET_PREFIX: 'clinic/staging/', SECRETS })).toThrow('SECRETS');
  },
);
