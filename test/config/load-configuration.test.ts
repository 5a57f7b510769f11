import fc from 'fast-check';

import { configuration as deployed } from '../../lib/config/environments';
import { ConfigurationError } from '../../lib/config/finding';
import { loadConfiguration } from '../../lib/config/load-configuration';
import type { ConfigurationInput } from '../../lib/config/parameters';
import { at, baseline, changed, mistakes, mistakesAfter, refusal, today, workload } from '../support/configurations';

describe('the configuration', () => {
  it('of this project is valid today', () => {
    expect(mistakes(deployed, new Date())).toEqual([]);
  });

  it('of the tests is valid', () => {
    expect(mistakes(baseline())).toEqual([]);
  });

  it('needs no more than what has no sensible default', () => {
    const least: ConfigurationInput = {
      environments: [
        {
          name: 'dev',
          tier: 'development',
          account: '111122223333',
          region: 'eu-central-1',
          owner: 'portal-team',
          alertRecipients: ['portal-team@example.com'],
          audit: { trail: { mode: 'none' }, accessLogRetentionDays: 90, guardDuty: 'off', accessAnalyzer: 'off' },
          workloads: [
            {
              name: 'portal',
              owner: 'portal-team',
              dataClass: 'public',
              files: { prefixes: ['documents/'] },
              secrets: [{ kind: 'password', name: 'queue', rotation: { everyDays: 60 } }],
              consumers: [{ kind: 'lambda-role', name: 'web', access: { secrets: '*' } }],
            },
          ],
        },
      ],
    };
    const [environment] = loadConfiguration(least, { file: 'test', today }).environments;
    expect(environment).toMatchObject({ secretOperatorArns: [], deviations: [] });
    expect(environment?.workloads).toEqual([
      {
        name: 'portal',
        owner: 'portal-team',
        dataClass: 'public',
        files: {
          prefixes: ['documents/'],
          noncurrentVersions: { keep: 5, days: 90 },
          incompleteUploadDays: 7,
          lifecycle: [],
          presignedUrlMinutes: 15,
          onRemoval: 'retain',
        },
        secrets: [{ kind: 'password', name: 'queue', length: 32, rotation: { everyDays: 60 } }],
        settings: {},
        customers: [],
        consumers: [{ kind: 'lambda-role', name: 'web', access: { files: [], secrets: '*', settings: false } }],
        accessProbe: true,
      },
    ]);
  });

  it.each([
    [
      'secrets[6].rotation',
      { everyDays: 60 },
      { everyDays: 60, overlapDays: 7, watchDays: 1, consumerCacheSeconds: 300 },
    ],
    ['secrets[0].fields.password', { source: 'generated' }, { source: 'generated', length: 32, alphanumeric: false }],
  ])('has defaults within %s', (path, written, filled) => {
    const { environments } = loadConfiguration(changed({ [`${workload}.${path}`]: written }), { file: 'test', today });
    expect(JSON.stringify(environments)).toContain(JSON.stringify(filled));
  });
});

describe('a broken configuration', () => {
  const [dev, staging, prod] = deployed.environments;
  if (dev === undefined || staging === undefined || prod === undefined)
    throw new Error('three environments are needed');

  it('with ten different mistakes in three environments has ten findings in one error', () => {
    const start = structuredClone({ environments: [dev, staging, prod] });
    const web = 'workloads[0].consumers[0]';
    const broken = changed(
      {
        'environments[0].account': 111122223333,
        'environments[0].regoin': 'eu-central-1',
        'environments[0].audit.accessLogRetentionDays': 30,
        [`environments[0].${web}.access.secrets[0]`]: 'databse',
        'environments[1].alertRecipients': [],
        'environments[1].workloads[0].files.prefixes[1]': '/invoices',
        'environments[1].workloads[0].secrets[3].rotation.everyDays': 90,
        'environments[2].workloads[0].files.objectLock': undefined,
        'environments[2].workloads[0].consumers[1].trustedPrincipalArns[0]': 'arn:aws:iam::444455556666:root',
        'environments[2].workloads[0].settings.password': 'hunter2-canary',
      },
      start,
    );
    const error = refusal(broken);
    expect(error?.findings).toHaveLength(10);
    expect(error?.message).toMatch(/^10 mistakes in lib\/config\/environments\.ts; nothing was synthesized\./);
    for (const finding of [
      ['environments[0].account  (dev)', '111122223333', 'a string of 12 digits, in quotation marks'],
      [
        'environments[0].regoin  (dev)',
        'a field that does not exist',
        'only fields of lib/config/parameters.ts; check the spelling',
      ],
      ['environments[0].audit.accessLogRetentionDays  (dev)', '30 days', 'at least 90 days'],
      [
        'environments[0].workloads[0].consumers[0].access.secrets[0]  (dev / portal / web)',
        "'databse'",
        'one of the declared secrets: ',
      ],
      ['environments[1].alertRecipients  (staging)', 'a list of 0', 'a list of e-mail addresses, 1 to 20 of them'],
      ['environments[1].workloads[0].files.prefixes[1]  (staging / portal)', "'/invoices'", 'a key prefix such as'],
      [
        'environments[1].workloads[0].secrets[3].rotation.everyDays  (staging / portal / scanner-key)',
        '90 days',
        'in staging at most 76 days',
      ],
      [
        'environments[2].workloads[0].files.objectLock  (prod / portal)',
        'no lock',
        'in production a lock of at least 30',
      ],
      [
        'environments[2].workloads[0].consumers[1].trustedPrincipalArns[0]  (prod / portal / accounting)',
        "'arn:aws:iam::444455556666:root'",
        'the ARN of exactly one IAM role or user',
      ],
      [
        'environments[2].workloads[0].settings.password  (prod / portal)',
        'a value of 14 characters (not printed: it may be secret)',
        'no secret in the configuration',
      ],
    ]) {
      const [path = '', found = '', allowed = ''] = finding;
      expect(error?.message).toContain(`${path}\n       found:   ${found}\n       allowed: ${allowed}`);
    }
    expect(error?.message.match(/^ {7}change: {2}lib\/config\/environments\.ts$/gm)).toHaveLength(10);
    expect(error?.message).not.toContain('canary');
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ["'environments'", 'environments'],
    ['a list of 0', []],
    ['5', 5],
  ])('may be no configuration at all: %s', (found, configuration) => {
    expect(mistakes(configuration)).toEqual([
      { path: 'the whole configuration', found, allowed: 'an object with the fields of lib/config/parameters.ts' },
    ]);
  });

  it.each([
    ['files', 'yes'],
    ['files.objectLock', 30],
    ['files.noncurrentVersions', 5],
    ['secrets', 'database'],
    ['secrets[0]', 'database'],
    ['secrets[0].fields', ['host']],
    ['secrets[0].name', 7],
    ['secrets[2].rotation', 60],
    ['secrets[6]', null],
    ['secrets[6].consumer', 7],
    ['secrets[6].rotation', 'monthly'],
    ['settings', ['a']],
    ['customers', 'northwind'],
    ['customers[0].name', 'North wind'],
    ['customers[0].roleArn', '*'],
    ['consumers', 'web'],
    ['consumers[0].name', 'Web'],
    ['consumers[0].access', 'all'],
    ['consumers[0].access.files', 'all'],
    ['consumers[0].access.files[0].verbs', 'all'],
    ['consumers[0].access.secrets', 5],
    ['consumers[1].externalIds', 'id'],
    ['consumers[2].kind', 'user'],
    ['name', 'Portal'],
  ])('has one finding for one mistake, whatever refers to it: %s', (path, value) => {
    expect(mistakesAfter({ [`${workload}.${path}`]: value }).map((mistake) => mistake.path)).toEqual([
      `${workload}.${path}`,
    ]);
  });

  it.each(['tier', 'account', 'region', 'audit', 'workloads', 'name'])('lacks %s once', (field) => {
    expect(mistakesAfter({ [`environments[0].${field}`]: undefined })).toEqual([
      expect.objectContaining({ path: `environments[0].${field}`, found: 'nothing' }),
    ]);
  });

  it.each([
    '',
    'environments[0]',
    'environments[0].audit',
    workload,
    `${workload}.settings`,
    `${workload}.secrets[0].fields`,
  ])('cannot hide a field named __proto__ (in %j)', (path) => {
    const holder = path === '' ? baseline() : at(path);
    const polluted = JSON.parse(`{"__proto__": {"tier": "development"}, ${JSON.stringify(holder).slice(1)}`) as unknown;
    const configuration = path === '' ? polluted : changed({ [path]: polluted });
    expect(mistakes(configuration)).toEqual([
      {
        path: path === '' ? '__proto__' : `${path}.__proto__`,
        found: 'a field that does not exist',
        allowed: 'only fields of lib/config/parameters.ts; check the spelling',
      },
    ]);
  });
});

describe('an error', () => {
  const canary = 'hunter2-Canary9Xb2QmTz7LwK4pRv8NcY';
  const accessKey = 'AKIAIOSFODNN7EXAMPLE';

  function everythingIn(configuration: unknown): string {
    const error = refusal(configuration);
    expect(error).toBeInstanceOf(ConfigurationError);
    return [error?.message, error?.stack, JSON.stringify(error), String(error?.cause)].join('\n');
  }

  it.each([
    [`${workload}.settings.password`, 'hunter2-canary'],
    [`${workload}.settings.origins`, canary],
    [`${workload}.settings.origins`, { nested: canary }],
    [`${workload}.settings.origins`, [1, canary]],
    [`${workload}.secrets[0].fields.host`, 'hunter2-canary'],
    [`${workload}.secrets[0].fields.host`, { source: 'value', value: 'hunter2-canary', note: 1 }],
    [`${workload}.secrets[0].fields.secret`, { source: 'value', value: 'hunter2-canary' }],
    [`${workload}.secrets[0].fields.host`, { source: 'hunter2', value: canary }],
    [`${workload}.secrets[1].value`, canary],
    [`${workload}.secrets[1].description`, 'hunter2-canary'],
    [`${workload}.secrets[1].name`, canary],
    [`${workload}.secrets[1].kind`, canary],
    [`${workload}.secrets`, 'hunter2-canary'],
    [`${workload}.consumers[2].reason`, 'hunter2-canary'],
    [`${workload}.consumers[0].access.secrets`, 'hunter2-canary'],
    ['environments[0].account', accessKey],
    ['environments[0].name', accessKey],
    ['environments[0].owner', `${accessKey}\n`],
    [`${workload}.customers[0].externalIds[0]`, accessKey],
    [`${workload}.customers[0].roleArn`, canary],
    [`${workload}.settings.${accessKey}`, { nested: 1 }],
    [`${workload}.${accessKey}`, 1],
    [`${workload}.files.prefixes[0]`, canary],
  ])('never shows a secret: %s', (path, value) => {
    const text = everythingIn(changed({ [path]: value }));
    for (const secret of ['hunter2-canary', canary, accessKey]) expect(text).not.toContain(secret);
  });

  it('shows no name that is a secret on the way to a mistake', () => {
    const text = everythingIn(changed({ [`${workload}.name`]: accessKey, [`${workload}.files.prefixes[0]`]: 'x' }));
    expect(text).not.toContain(accessKey);
  });
});

describe('whatever is written', () => {
  const source = { file: 'test', today };

  /** Returns, or throws the error that is meant for people, in words of ours. */
  function judges(configuration: unknown): boolean {
    try {
      loadConfiguration(configuration, source);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return (
        error.findings.length > 0 && !error.message.includes('Invalid input') && !error.message.includes('undefined')
      );
    }
    return true;
  }

  it('is judged: anything at all', () => {
    fc.assert(fc.property(fc.anything(), judges), { numRuns: 500 });
    fc.assert(fc.property(fc.record({ environments: fc.array(fc.anything()) }), judges), { numRuns: 300 });
  });

  it('is judged: a valid configuration with anything at any place', () => {
    const places = allPaths(baseline());
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...places), fc.anything()), { minLength: 1, maxLength: 4 }),
        (changes) => {
          // Longest paths first: a place must not be gone before it is changed.
          const sorted = [...changes].sort(([one], [other]) => other.length - one.length);
          return judges(changed(Object.fromEntries(sorted)));
        },
      ),
      { numRuns: 600 },
    );
  });

  it('is judged: a configuration that refers to itself', () => {
    const configuration = baseline() as unknown as Record<string, unknown>;
    configuration.itself = configuration;
    expect(mistakes(configuration)).toEqual([expect.objectContaining({ path: 'itself' })]);
  });
});

/** Every path of a tree, written as findings print it. */
function allPaths(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const here = Array.isArray(value) ? `${path}[${key}]` : `${path}${path === '' ? '' : '.'}${key}`;
    return [here, ...allPaths(item, here)];
  });
}
