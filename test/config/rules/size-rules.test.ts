import { environment, mistakesAfter, workload } from '../../support/configurations';

const other = { name: 'other', owner: 'portal-team', dataClass: 'public' };
const path = `${environment}.workloads[1]`;

function numbered<Item>(count: number, make: (name: string) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(`n${String(index)}x`));
}

describe('a workload', () => {
  it.each([
    [
      'secrets',
      numbered(148, (name) => ({ kind: 'json', name, fields: { host: { source: 'value', value: 'text' } } })),
      numbered(149, (name) => ({ kind: 'json', name, fields: { host: { source: 'value', value: 'text' } } })),
    ],
    [
      'secrets',
      numbered(37, (name) => ({ kind: 'password', name, rotation: { everyDays: 60 } })),
      numbered(38, (name) => ({ kind: 'password', name, rotation: { everyDays: 60 } })),
    ],
    [
      'settings',
      Object.fromEntries(numbered(444, (name) => [name, 1])),
      Object.fromEntries(numbered(445, (name) => [name, 1])),
    ],
  ])('fits one stack: %s', (field, most, tooMany) => {
    expect(mistakesAfter({ [path]: { ...other, [field]: most } })).toEqual([]);
    expect(mistakesAfter({ [path]: { ...other, [field]: tooMany } })).toEqual([
      {
        path,
        found: expect.stringMatching(/^secrets, settings and consumers that make 4[89]\d resources$/) as string,
        allowed: 'at most 480 resources, because CloudFormation bounds a stack: divide the workload',
      },
    ]);
  });
});

describe('a setting', () => {
  const setting = `${workload}.settings.origins`;

  it('fits a parameter, counted in bytes', () => {
    expect(mistakesAfter({ [setting]: 'ä '.repeat(1365) })).toEqual([]);
    expect(mistakesAfter({ [setting]: 'ä '.repeat(1366) })).toEqual([
      {
        path: setting,
        found: 'a value of 4098 bytes',
        allowed: 'at most 4096 bytes, which is what Parameter Store takes',
      },
    ]);
  });

  it('fits a parameter as a list', () => {
    expect(mistakesAfter({ [setting]: numbered(600, (name) => name) })).toHaveLength(1);
  });
});

describe('a secret', () => {
  it('has fields that fit beside a generated one', () => {
    const fields = (letters: number) =>
      Object.fromEntries(numbered(4, (name) => [name, { source: 'value', value: 'a b '.repeat(letters / 4) }]));
    expect(mistakesAfter({ [`${workload}.secrets[0].fields`]: fields(2400) })).toEqual([]);
    expect(mistakesAfter({ [`${workload}.secrets[0].fields`]: fields(2600) })).toEqual([
      {
        path: `${workload}.secrets[0].fields`,
        found: expect.stringMatching(/^fields of 10\d{3} bytes together$/) as string,
        allowed: expect.stringContaining('at most 10000 bytes') as string,
      },
    ]);
  });
});

describe('what a function is told', () => {
  const longText = (letters: number) => 'a b '.repeat(letters / 4);
  const [oldSessions, scannerKey] = [5, 6].map((index) => `${workload}.secrets[${String(index)}].fields`) as [
    string,
    string,
  ];

  const tooLong = (path: string, bytes: number) => [
    {
      path,
      found: `fields of ${String(bytes)} bytes together, quotation marks counted twice`,
      allowed: 'at most 3000 bytes, which is what the function that rotates the secret can be told',
    },
  ];

  it.each([oldSessions, scannerKey])('has room for 3,000 bytes of fields at %s', (path) => {
    // Beside the letters: two braces, a name of one letter, a colon, and four quotation marks twice.
    expect(mistakesAfter({ [path]: { n: longText(2988) } })).toEqual([]);
    expect(mistakesAfter({ [path]: { n: `${longText(2988)}.` } })).toEqual(tooLong(path, 3001));
  });

  it.each([
    ['every letter by its bytes', 'ä', 4],
    ['a quotation mark as what escapes it twice', '"', 8],
    ['a line break as what escapes it', '\n', 6],
  ])('counts %s', (_what, letter, bytes) => {
    const path = scannerKey;
    // Two of the letter, so that it is counted and not the place where it stands.
    const rest = 2988 - bytes;
    const text = (letters: number) => longText(Math.ceil(letters / 4) * 4).slice(0, letters - 1) + '.';
    expect(mistakesAfter({ [path]: { n: `${letter}${letter}${text(rest)}` } })).toEqual([]);
    expect(mistakesAfter({ [path]: { n: `${letter}${letter}${text(rest + 1)}` } })).toEqual(tooLong(path, 3001));
  });

  it('has room for a list of all secrets that it looks after', () => {
    // 40 bytes each, with its eight quotation marks counted twice and a comma.
    const keys = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ kind: 'api-key', name: `n${String(index + 100)}x` }));
    expect(mistakesAfter({ [path]: { ...other, secrets: keys(94) } })).toEqual([]);
    expect(mistakesAfter({ [path]: { ...other, secrets: keys(95) } })).toEqual([
      {
        path: `${path}.secrets`,
        found: 'secrets whose list has 3801 bytes, quotation marks counted twice',
        allowed:
          'at most 3800 bytes, which is what the function that looks after them can be told: shorten their names, or divide the workload',
      },
    ]);
  });

  it('has room for a list of all keys that it tries', () => {
    const stations = (count: number) => numbered(count, (name) => ({ name, prefix: `${'p'.repeat(100)}${name}/` }));
    const withStations = (count: number) => ({
      ...other,
      files: { prefixes: stations(count).map(({ prefix }) => prefix), objectLock: { mode: 'GOVERNANCE', days: 90 } },
      secrets: stations(count).map(({ name }) => ({
        kind: 'access-key',
        name: `${name}key`,
        consumer: name,
        rotation: { everyDays: 60 },
      })),
      consumers: stations(count).map(({ name, prefix }) => ({
        kind: 'iam-user',
        name,
        reason: 'The station stands outside AWS and knows only access keys.',
        access: { files: [{ prefix, verbs: ['list'] }] },
      })),
    });
    expect(mistakesAfter({ [path]: withStations(10) })).toEqual([]);
    expect(mistakesAfter({ [path]: withStations(20) })).toEqual([
      {
        path: `${path}.accessProbe`,
        found: expect.stringMatching(/^access keys whose list has \d+ bytes, quotation marks counted twice$/) as string,
        allowed:
          'at most 3800 bytes, which is what the function that tries them can be told: divide the workload, or set it to false',
      },
    ]);
    expect(
      mistakesAfter({ [`${environment}.tier`]: 'staging', [path]: { ...withStations(20), accessProbe: false } }),
    ).toEqual([]);
  });

  it('lists no secret that it has nothing to do with', () => {
    const fields = { host: { source: 'value', value: 'text' } };
    const secrets = numbered(140, (name) => ({ kind: 'json', name, fields }));
    expect(mistakesAfter({ [path]: { ...other, secrets } })).toEqual([]);
  });

  it('is judged by the secrets that are valid, while others are not', () => {
    const keys = numbered(100, (name) => ({ kind: 'api-key', name }));
    const found = mistakesAfter({ [path]: { ...other, secrets: [...keys, { kind: 'api-key', name: 'X' }] } });
    expect(found.map((mistake) => mistake.path)).toEqual([`${path}.secrets[100].name`, `${path}.secrets`]);
  });
});
