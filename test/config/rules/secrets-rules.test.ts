import { accessKeyValue } from '../../../lambda/access-keys/value';
import { writeSecretKey } from '../../../lambda/rotate-jwt-keys/secret-key';
import { environment, mistakesAfter, workload } from '../../support/configurations';

const secrets = `${workload}.secrets`;
const tier = `${environment}.tier`;
const [database, payments, queue, mail, sessions, oldSessions, scannerKey] = [0, 1, 2, 3, 4, 5, 6].map(
  (index) => `${secrets}[${String(index)}]`,
) as [string, string, string, string, string, string, string];

describe('the catalogue', () => {
  it('has each name once', () => {
    expect(mistakesAfter({ [`${queue}.name`]: 'mail' })).toEqual([
      {
        path: `${mail}.name`,
        found: "'mail' a second time",
        allowed: 'a name that no other secret of the workload has',
      },
    ]);
  });

  it('knows the kinds of secrets', () => {
    expect(mistakesAfter({ [`${queue}.kind`]: 'pasword' })).toEqual([
      {
        path: `${queue}.kind`,
        found: "'pasword'",
        allowed:
          'a secret of kind api-key, json, password, username-password, jwt-key-set, jwt-secret-key or access-key',
      },
    ]);
  });

  it('generates at most one field of a secret', () => {
    expect(mistakesAfter({ [`${database}.fields.salt`]: { source: 'generated' } })).toEqual([
      {
        path: `${database}.fields`,
        found: '2 generated fields: password, salt',
        allowed: 'at most one generated field in a secret; give each further one a secret of its own',
      },
    ]);
  });

  it('does not mix generated fields with fields for a person', () => {
    expect(mistakesAfter({ [`${database}.fields.login`]: { source: 'person' } })).toEqual([
      {
        path: `${database}.fields`,
        found: 'generated (password) beside fields for a person (login)',
        allowed: expect.stringContaining('generated fields or fields for a person, not both') as string,
      },
    ]);
  });

  it('has no JSON secret without fields, which would never be filled', () => {
    expect(mistakesAfter({ [`${database}.fields`]: {} })).toEqual([
      { path: `${database}.fields`, found: 'an object', allowed: 'at least one field' },
    ]);
  });

  it.each([
    ['constructor', 'a field name that is no part of every object'],
    ['1st', 'a field name of 1 to 64 letters'],
    ['api-url', 'a field name of 1 to 64 letters'],
  ])('has no field named %s', (name, allowed) => {
    expect(mistakesAfter({ [`${database}.fields.${name}`]: { source: 'value', value: 'text' } })).toEqual([
      {
        path: `${database}.fields.${name}`,
        found: `the name '${name}'`,
        allowed: expect.stringContaining(allowed) as string,
      },
    ]);
  });

  it('has somebody who may fill what a person must fill', () => {
    expect(mistakesAfter({ [`${environment}.secretOperatorArns`]: [] })).toEqual([
      {
        path: `${environment}.secretOperatorArns`,
        found: 'nobody',
        allowed: 'at least one role that may fill what a person must fill: portal/payments, portal/tax-login',
      },
    ]);
    const nothingToFill = {
      [`${payments}.source`]: 'generated',
      [`${secrets}[7].fields.login`]: { source: 'generated' },
    };
    expect(mistakesAfter({ ...nothingToFill, [`${environment}.secretOperatorArns`]: [] })).toEqual([]);
  });
});

describe('age of credentials', () => {
  it.each([
    ['development', scannerKey, 172, 180],
    ['staging', scannerKey, 76, 90],
    ['production', scannerKey, 62, 90],
    ['development', queue, 173, 180],
    ['staging', queue, 76, 90],
    ['production', queue, 62, 90],
    ['production', mail, 62, 90],
  ])('starts rotations in %s early enough (%s: at most %i days for %i)', (name, secret, days, maximum) => {
    const everyDays = `${secret}.rotation.everyDays`;
    expect(mistakesAfter({ [tier]: name, [everyDays]: days })).toEqual([]);
    const lead = { development: 7, staging: 14, production: 28 }[name] ?? 0;
    expect(mistakesAfter({ [tier]: name, [everyDays]: maximum - lead + 1 })).toEqual([
      {
        path: everyDays,
        found: `${String(maximum - lead + 1)} days`,
        allowed: `in ${name} at most ${String(maximum - lead)} days: a credential is at most ${String(maximum)} days old and its rotation starts ${String(lead)} days before`,
      },
    ]);
  });

  it.each([
    ['development', sessions, 'rotation.everyDays', 180],
    ['production', sessions, 'rotation.everyDays', 90],
    ['production', oldSessions, 'rotation.everyDays', 90],
    ['staging', payments, 'maximumAgeDays', 90],
    ['production', payments, 'maximumAgeDays', 90],
  ])('holds in %s %s.%s to %i days', (name, secret, field, days) => {
    const path = `${secret}.${field}`;
    expect(mistakesAfter({ [tier]: name, [path]: days })).toEqual([]);
    expect(mistakesAfter({ [tier]: name, [path]: days + 1 })).toEqual([
      {
        path,
        found: `${String(days + 1)} days`,
        allowed: `in ${name} at most ${String(days)} days: a credential is at most ${String(days)} days old`,
      },
    ]);
  });

  it.each([queue, mail])('rotates every password in every tier (%s)', (secret) => {
    const changes = { [`${secret}.rotation`]: undefined };
    for (const name of ['development', 'staging', 'production']) {
      expect(mistakesAfter({ ...changes, [tier]: name }).map(({ path }) => path)).toContain(`${secret}.rotation`);
    }
  });

  it('counts the days until an old key is deleted', () => {
    // The old key lives for the interval, seven days of overlap and one of watch.
    expect(
      mistakesAfter({ [`${scannerKey}.rotation.everyDays`]: 62, [`${scannerKey}.rotation.overlapDays`]: 27 }),
    ).toEqual([]);
    expect(
      mistakesAfter({ [`${scannerKey}.rotation.everyDays`]: 62, [`${scannerKey}.rotation.overlapDays`]: 28 }),
    ).toEqual([
      {
        path: `${scannerKey}.rotation`,
        found: 'a key that is 91 days old when it is deleted (everyDays + overlapDays + watchDays)',
        allowed: 'at most 90 days in production',
      },
    ]);
  });
});

/** A key as IAM makes it, of characters that no real key has. */
const madeKey = { id: 'EXAMPLEEXAMPLE00', secret: 'example', active: true, createdAt: new Date(0) };

const keySet = {
  secret: 'portal/prod/old-sessions',
  shape: 'secret-key',
  algorithm: 'HS256',
  tokenMinutes: 60,
  cacheSeconds: 0,
  issuer: 'portal',
  audience: 'portal',
  fields: {},
} as const;

function namesIn(value: string): string[] {
  return Object.keys(JSON.parse(value) as object);
}

describe('fields beside a secret', () => {
  const written = [
    ...namesIn(
      accessKeyValue(madeKey, { secret: 'portal/prod/key', userName: 'scanner', region: 'eu-central-1', fields: {} }),
    ).map((field) => [scannerKey, field] as const),
    ...namesIn(writeSecretKey(keySet, 'example')).map((field) => [oldSessions, field] as const),
  ];

  it('are those of two kinds, which write nine fields of their own', () => {
    expect(written).toHaveLength(9);
  });

  it.each(written)('of %s may not be named %s, which its rotation writes itself', (secret, field) => {
    expect(mistakesAfter({ [`${secret}.fields.${field}`]: 'text' })).toEqual([
      {
        path: `${secret}.fields.${field}`,
        found: `a field '${field}'`,
        allowed: expect.stringContaining('a field that the secret does not have by itself') as string,
      },
    ]);
  });

  it('may have a name that only another kind writes', () => {
    expect(
      mistakesAfter({ [`${scannerKey}.fields.issuer`]: 'text', [`${oldSessions}.fields.region`]: 'text' }),
    ).toEqual([]);
  });

  it('are no list beside an access key, which its function does not take', () => {
    expect(mistakesAfter({ [`${oldSessions}.fields.scopes`]: ['read'] })).toEqual([]);
    expect(mistakesAfter({ [`${scannerKey}.fields.scopes`]: ['read'] })).toEqual([
      {
        path: `${scannerKey}.fields.scopes`,
        found: 'a list of 1',
        allowed: 'a plain value that is not secret: text, a number, true or false',
      },
    ]);
  });
});
