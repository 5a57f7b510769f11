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
      numbered(154, (name) => ({ kind: 'api-key', name })),
      numbered(155, (name) => ({ kind: 'api-key', name })),
    ],
    [
      'secrets',
      numbered(58, (name) => ({ kind: 'password', name, rotation: { everyDays: 60 } })),
      numbered(59, (name) => ({ kind: 'password', name, rotation: { everyDays: 60 } })),
    ],
    [
      'settings',
      Object.fromEntries(numbered(464, (name) => [name, 1])),
      Object.fromEntries(numbered(465, (name) => [name, 1])),
    ],
  ])('fits one stack: %s', (field, most, tooMany) => {
    expect(mistakesAfter({ [path]: { ...other, [field]: most } })).toEqual([]);
    expect(mistakesAfter({ [path]: { ...other, [field]: tooMany } })).toEqual([
      {
        path,
        found: expect.stringMatching(/^secrets, settings and consumers that make 48\d resources$/) as string,
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
