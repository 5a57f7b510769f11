import { environment, mistakesAfter, workload } from '../../support/configurations';

const consumers = `${workload}.consumers`;
const [web, partner, scanner] = [0, 1, 2].map((index) => `${consumers}[${String(index)}]`) as [string, string, string];
const scannerKey = `${workload}.secrets[6]`;

describe('workloads', () => {
  it('hold something, because an empty stack cannot be deployed', () => {
    const empty = { name: 'empty', owner: 'portal-team', dataClass: 'public' };
    const path = `${environment}.workloads[1]`;
    expect(mistakesAfter({ [path]: empty })).toEqual([
      { path, found: 'an empty workload', allowed: 'at least one of files, secrets, settings and consumers' },
    ]);
    expect(mistakesAfter({ [path]: { ...empty, settings: { color: 'blue' } } })).toEqual([]);
  });

  it.each([
    ['files', 'yes'],
    ['secrets', 'none'],
    ['settings', 'none'],
    ['consumers', 'none'],
  ])('are not called empty when %s is only wrong', (field, value) => {
    const nearlyEmpty = { name: 'empty', owner: 'portal-team', dataClass: 'public', [field]: value };
    expect(mistakesAfter({ [`${environment}.workloads[1]`]: nearlyEmpty })).toHaveLength(1);
  });
});

describe('consumers', () => {
  it('may do something, because a principal without access waits for somebody to give it more', () => {
    expect(mistakesAfter({ [`${partner}.access`]: {} })).toEqual([
      {
        path: `${partner}.access`,
        found: 'no access',
        allowed: 'at least one of files, secrets, settings and customers that it may use',
      },
    ]);
    expect(mistakesAfter({ [`${partner}.access`]: { settings: true } })).toEqual([]);
  });

  it('are of a known kind', () => {
    expect(mistakesAfter({ [`${web}.kind`]: 'fargate' })).toEqual([
      {
        path: `${web}.kind`,
        found: "'fargate'",
        allowed: 'a consumer of kind ec2-role, ecs-role, lambda-role, cross-account-role or iam-user',
      },
    ]);
  });

  it('reach only secrets that are declared', () => {
    expect(mistakesAfter({ [`${web}.access.secrets[1]`]: 'payment' })).toEqual([
      {
        path: `${web}.access.secrets[1]`,
        found: "'payment'",
        allowed: expect.stringMatching(/^one of the declared secrets: database, payments, /) as string,
      },
    ]);
    expect(mistakesAfter({ [`${web}.access.secrets`]: '*' })).toEqual([]);
  });

  it('reach only customers that are declared', () => {
    expect(mistakesAfter({ [`${web}.access.customers[0]`]: 'southwind' })).toEqual([
      { path: `${web}.access.customers[0]`, found: "'southwind'", allowed: 'one of the declared customers: northwind' },
    ]);
    expect(mistakesAfter({ [`${workload}.customers`]: [], [`${web}.access.customers`]: '*' })).toEqual([
      {
        path: `${web}.access.customers`,
        found: "'*'",
        allowed: 'at least one declared entry: there are no customers',
      },
    ]);
  });

  it('have each wrong name of a list reported', () => {
    const secrets = `${web}.access.secrets`;
    expect(mistakesAfter({ [secrets]: ['Payments', 'payment'] }).map(({ path }) => path)).toEqual([
      `${secrets}[0]`,
      `${secrets}[1]`,
    ]);
    expect(mistakesAfter({ [secrets]: [7, 'payment'] }).map(({ path }) => path)).toEqual([secrets, `${secrets}[1]`]);
  });

  it('reach only prefixes that are declared', () => {
    expect(mistakesAfter({ [`${web}.access.files[0].prefix`]: 'document/' })).toEqual([
      {
        path: `${web}.access.files[0].prefix`,
        found: "'document/'",
        allowed: "'*' or one of the declared prefixes: documents/, scans/",
      },
    ]);
    expect(mistakesAfter({ [`${web}.access.files[0].prefix`]: '*' })).toEqual([]);
  });

  it('reach no files of a workload without files', () => {
    const accessToSecrets = { secrets: ['database'] };
    const changes = {
      [`${workload}.files`]: undefined,
      [`${partner}.access`]: accessToSecrets,
      [`${scanner}.access`]: accessToSecrets,
    };
    expect(mistakesAfter(changes)).toEqual([
      { path: `${web}.access.files[0]`, found: 'access to files', allowed: 'a workload that declares files' },
    ]);
  });

  it('read settings only where there are some', () => {
    expect(mistakesAfter({ [`${workload}.settings`]: {} })).toEqual([
      { path: `${web}.access.settings`, found: 'true', allowed: 'a workload that declares settings' },
    ]);
  });

  it('have one entry for a prefix', () => {
    const row = { prefix: 'documents/', verbs: ['read'] };
    expect(mistakesAfter({ [`${web}.access.files`]: [row, row] })).toEqual([
      {
        path: `${web}.access.files[1].prefix`,
        found: "'documents/' a second time",
        allowed: 'one entry for a prefix, with all its verbs',
      },
    ]);
    expect(mistakesAfter({ [`${web}.access.files`]: [row, { ...row, prefix: '*' }] })).toEqual([]);
  });

  it.each([
    [`${web}.access.files[0].verbs`, ['read', 'list', 'read'], 2],
    [`${web}.access.secrets`, ['database', 'database'], 1],
    [`${web}.access.customers`, ['northwind', 'northwind'], 1],
    [`${partner}.trustedPrincipalArns`, ['arn:aws:iam::444455556666:role/a', 'arn:aws:iam::444455556666:role/a'], 1],
    [`${partner}.sourceAddresses`, ['198.51.100.0/24', '203.0.113.0/24', '198.51.100.0/24'], 2],
    [`${environment}.alertRecipients`, ['security@example.com', 'Security@example.com'], 1],
    [`${environment}.secretOperatorArns`, ['arn:aws:iam::111122223333:role/a', 'arn:aws:iam::111122223333:role/a'], 1],
  ])('have nothing twice in %s', (path, list, index) => {
    expect(mistakesAfter({ [path]: list })).toEqual([
      {
        path: `${path}[${String(index)}]`,
        found: `'${list[index] ?? ''}'`,
        allowed: 'each entry of this list once',
      },
    ]);
  });

  it.each([
    [`${web}.access.files[0].verbs`, 'list of list, read, write and delete, 1 to 4'],
    [`${web}.access.secrets`, "list of names, or '*' for all, 1 to"],
    [`${partner}.trustedPrincipalArns`, 'list of principals, 1 to 10'],
    [`${partner}.externalIds`, 'list of external ids, 1 to 2'],
    [`${environment}.alertRecipients`, 'list of e-mail addresses, 1 to 20'],
  ])('have no empty list in %s', (path, allowed) => {
    expect(mistakesAfter({ [path]: [] })).toEqual([
      { path, found: 'a list of 0', allowed: expect.stringContaining(allowed) as string },
    ]);
  });

  it('are at most 40, because the policy of the key names each', () => {
    const consumer = (_: unknown, index: number) => ({
      kind: 'ecs-role',
      name: `web${String(index)}`,
      access: { settings: true },
    });
    const path = `${environment}.workloads[1]`;
    const other = { name: 'other', owner: 'portal-team', dataClass: 'public', settings: { color: 'blue' } };
    expect(mistakesAfter({ [path]: { ...other, consumers: Array.from({ length: 40 }, consumer) } })).toEqual([]);
    expect(mistakesAfter({ [path]: { ...other, consumers: Array.from({ length: 41 }, consumer) } })).toEqual([
      { path: `${path}.consumers`, found: 'a list of 41', allowed: 'a list of consumers, at most 40' },
    ]);
  });
});

describe('IAM users', () => {
  it('have a key that rotates', () => {
    expect(mistakesAfter({ [scannerKey]: { kind: 'api-key', name: 'other' } })).toEqual([
      {
        path: scanner,
        found: 'an iam-user with no access-key secrets',
        allowed: expect.stringContaining("exactly one secret of kind access-key with consumer 'scanner'") as string,
      },
    ]);
  });

  it('have one such key', () => {
    const second = { kind: 'access-key', name: 'second', consumer: 'scanner', rotation: { everyDays: 60 } };
    expect(mistakesAfter({ [`${workload}.secrets[8]`]: second })).toEqual([
      expect.objectContaining({ path: scanner, found: 'an iam-user with 2 access-key secrets' }),
    ]);
  });

  it('are named by the secrets of their keys', () => {
    const second = { kind: 'access-key', name: 'second', consumer: 'web', rotation: { everyDays: 60 } };
    expect(mistakesAfter({ [`${workload}.secrets[8]`]: second })).toEqual([
      {
        path: `${workload}.secrets[8].consumer`,
        found: "'web'",
        allowed: 'the name of an iam-user of this workload: scanner',
      },
    ]);
  });

  it('say why no role can be used', () => {
    expect(mistakesAfter({ [`${scanner}.reason`]: undefined })).toEqual([
      expect.objectContaining({ path: `${scanner}.reason`, found: 'nothing' }),
    ]);
  });
});

describe('sessions of other accounts', () => {
  it('last at most an hour in production', () => {
    const minutes = `${partner}.sessionMinutes`;
    expect(mistakesAfter({ [minutes]: 60 })).toEqual([]);
    expect(mistakesAfter({ [minutes]: 61 })).toEqual([
      { path: minutes, found: '61 minutes', allowed: 'in production at most 60 minutes' },
    ]);
    expect(mistakesAfter({ [minutes]: 720, [`${environment}.tier`]: 'staging' })).toEqual([]);
  });
});
