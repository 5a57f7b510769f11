import { baseline, changed, environment, mistakes, mistakesAfter, workload } from '../../support/configurations';

const plain = { owner: 'portal-team', dataClass: 'public', settings: { color: 'blue' } };
const withFiles = {
  owner: 'portal-team',
  dataClass: 'public',
  files: { prefixes: ['a/'], objectLock: { mode: 'GOVERNANCE', days: 90 } },
};

describe('names', () => {
  it('of workloads stand once, reported once', () => {
    expect(mistakesAfter({ [`${environment}.workloads[1]`]: { ...withFiles, name: 'portal' } })).toEqual([
      {
        path: `${environment}.workloads[1].name`,
        found: "'portal' a second time",
        allowed: 'a name that nothing beside it has, hyphens left out',
      },
    ]);
  });

  it.each([
    ['partner', 'partner'],
    // Sids and outputs have no hyphens.
    ['part-ner', 'partner'],
  ])('of consumers stand once, hyphens left out (%s beside %s)', (second) => {
    const consumer = { kind: 'ecs-role', name: second, access: { settings: true } };
    expect(mistakesAfter({ [`${workload}.consumers[3]`]: consumer })).toEqual([
      expect.objectContaining({ path: `${workload}.consumers[3].name`, found: `'${second}' a second time` }),
    ]);
  });

  it.each(['northwind', 'north-wind'])('of customers stand once, hyphens left out (%s)', (name) => {
    const customer = {
      name,
      roleArn: 'arn:aws:iam::777788889999:role/reader',
      externalIds: ['3b6f2e10-6d0b-4a3c-9a51-0f4d9a2c7b88'],
    };
    expect(mistakesAfter({ [`${workload}.customers[1]`]: customer })).toEqual([
      expect.objectContaining({ path: `${workload}.customers[1].name`, found: `'${name}' a second time` }),
    ]);
  });
});

describe('names that are put together', () => {
  it('of buckets have at most 63 characters', () => {
    // name-prod-111122223333-eu-central-1: 31 characters beside the name.
    const rename = (name: string) => ({ [`${environment}.workloads[1]`]: { ...withFiles, name } });
    expect(mistakesAfter(rename('a'.repeat(32)))).toEqual([]);
    const long = changed({ ...rename('a'.repeat(32)), [`${environment}.name`]: 'prod2' });
    expect(mistakes(long)).toEqual([
      {
        path: `${environment}.workloads[1].name`,
        found: `the bucket name '${'a'.repeat(32)}-prod2-111122223333-eu-central-1' of 64 characters`,
        allowed: 'at most 63 characters for a bucket: shorten this name or one before it',
      },
    ]);
  });

  it('of roles and users have at most 64 characters', () => {
    const rename = (name: string) => ({
      [`${workload}.name`]: 'p'.repeat(28),
      [`${workload}.consumers[0].name`]: name,
    });
    expect(mistakesAfter(rename('c'.repeat(30)))).toEqual([]);
    expect(mistakesAfter(rename('c'.repeat(31)))).toEqual([
      expect.objectContaining({
        path: `${workload}.consumers[0].name`,
        found: `the role name '${'p'.repeat(28)}-prod-${'c'.repeat(31)}' of 65 characters`,
      }),
    ]);
  });

  it('of an environment that is too long are reported once, at its name', () => {
    const rename = (length: number) => ({
      [`${environment}.name`]: 'e'.repeat(length),
      [`${workload}.name`]: 'p1',
    });
    // strongroom-trail-name-111122223333-eu-central-1: 43 characters beside the name.
    expect(mistakesAfter(rename(20))).toEqual([]);
    expect(mistakesAfter(rename(21)).map(({ path }) => path)).toEqual([`${environment}.name`]);
  });

  it('count only what is made: a trail of somebody else has no bucket here', () => {
    const changes = {
      [`${environment}.name`]: 'e'.repeat(21),
      [`${workload}.name`]: 'p1',
      [`${environment}.audit.trail`]: { mode: 'existing', trailName: 'organization', logGroupName: 'organization' },
    };
    expect(mistakesAfter(changes)).toEqual([]);
  });

  it.each(['sthree-data', 'amzn-s3-demo-data'])('begin with nothing that S3 keeps for itself: %s', (name) => {
    const path = `${environment}.workloads[1]`;
    expect(mistakesAfter({ [path]: { ...withFiles, name } })).toEqual([
      {
        path: `${path}.name`,
        found: `the bucket name '${name}-prod-111122223333-eu-central-1'`,
        allowed: 'a name that does not make a bucket name that AWS keeps for itself',
      },
    ]);
    expect(mistakesAfter({ [path]: { ...plain, name } })).toEqual([]);
  });

  it.each(['aws-portal', 'ssm'])('begin with nothing that Parameter Store keeps for itself: %s', (name) => {
    const path = `${environment}.workloads[1]`;
    expect(mistakesAfter({ [path]: { ...plain, name } })).toEqual([
      expect.objectContaining({ path: `${path}.settings.color`, found: `the parameter name '/${name}/prod/color'` }),
    ]);
  });
});

/** Two environments with a workload each, in one account and Region. */
function pair(
  first: readonly [workload: string, environment: string],
  second: readonly [string, string],
  content: object,
) {
  const of = ([workloadName, name]: readonly [string, string], isFirst: boolean) => {
    const [start] = baseline().environments;
    return {
      ...start,
      name,
      audit: isFirst ? start?.audit : { ...start?.audit, guardDuty: 'existing', accessAnalyzer: 'existing' },
      ...(isFirst ? {} : { alarms: { accountWide: 'in-another-environment' } }),
      workloads: [{ ...content, name: workloadName }],
    };
  };
  return { environments: [of(first, true), of(second, false)] };
}

describe('two pairs of names that make one', () => {
  it('of a bucket are refused: a-b in c, and a in b-c', () => {
    expect(mistakes(pair(['aa-bb', 'cc'], ['aa', 'bb-cc'], withFiles))).toEqual([
      {
        path: 'environments[1].workloads[0].name',
        found: "the bucket name 'aa-bb-cc-111122223333-eu-central-1', which cc/aa-bb has too",
        allowed: 'a name that makes a bucket name of its own',
      },
    ]);
    expect(mistakes(pair(['aa-bb', 'cc'], ['aa', 'bb-dd'], withFiles))).toEqual([]);
  });

  it('of a stack are refused: b-c in a, and c in a-b', () => {
    expect(mistakes(pair(['bb-cc', 'aa'], ['cc', 'aa-bb'], plain))).toEqual([
      expect.objectContaining({
        path: 'environments[1].workloads[0].name',
        found: "the stack name 'strongroom-aa-bb-cc', which aa/bb-cc has too",
      }),
    ]);
  });

  it('of a role are refused', () => {
    const consumer = (name: string) => ({ kind: 'ecs-role', name, access: { settings: true } });
    const two = pair(['aa', 'bb-cc'], ['aa-bb', 'cc'], { ...plain, consumers: [consumer('web')] });
    expect(mistakes(two)).toEqual([
      expect.objectContaining({
        path: 'environments[1].workloads[0].consumers[0].name',
        found: "the role name 'aa-bb-cc-web', which bb-cc/aa/web has too",
      }),
    ]);
  });

  const withPassword = (secret: string) => ({
    owner: 'portal-team',
    dataClass: 'public',
    secrets: [{ kind: 'password', name: secret, rotation: { everyDays: 60 } }],
  });
  const second = `${environment}.workloads[1]`;
  const third = `${environment}.workloads[2]`;

  it('of the role of a rotation are refused: rotate-b of a, and b of a-rotate', () => {
    const two = (secret: string) => ({
      [second]: { ...withPassword('rotate-bb'), name: 'aa' },
      [third]: { ...withPassword(secret), name: 'aa-rotate' },
    });
    expect(mistakesAfter(two('bb'))).toEqual([
      {
        path: `${third}.secrets[0].name`,
        found: "the role name 'strongroom-prod-aa-rotate-rotate-bb', which prod/aa/rotate-bb has too",
        allowed: 'a name that makes a role name of its own',
      },
    ]);
    expect(mistakesAfter(two('cc'))).toEqual([]);
  });

  it('of the roles of a rotation and of a consumer are refused', () => {
    const consumer = { kind: 'ecs-role', name: 'aa-rotate-bb', access: { settings: true } };
    const two = (kind: string) => ({
      [second]: { ...withPassword('bb'), name: 'aa' },
      [third]: { ...plain, name: 'strongroom', consumers: [{ ...consumer, kind }] },
    });
    expect(mistakesAfter(two('ecs-role'))).toEqual([
      expect.objectContaining({
        path: `${third}.consumers[0].name`,
        found: "the role name 'strongroom-prod-aa-rotate-bb', which prod/aa/bb has too",
      }),
    ]);
  });

  it('of the roles of a consumer and of what looks after secrets are refused', () => {
    const consumer = { kind: 'ecs-role', name: 'aa-reconcile', access: { settings: true } };
    const two = (secrets: unknown) => ({
      [second]: { ...plain, name: 'strongroom', consumers: [consumer] },
      [third]: { ...plain, name: 'aa', secrets },
    });
    expect(mistakesAfter(two([{ kind: 'api-key', name: 'cc' }]))).toEqual([
      expect.objectContaining({
        path: `${third}.name`,
        found: "the role name 'strongroom-prod-aa-reconcile', which prod/strongroom/aa-reconcile has too",
      }),
    ]);
    // Nothing looks after a secret that neither rotates nor ages.
    const json = { kind: 'json', name: 'cc', fields: { host: { source: 'value', value: 'text' } } };
    expect(mistakesAfter(two([json]))).toEqual([]);
    const empty = { kind: 'json', name: 'cc', fields: { login: { source: 'person' } } };
    expect(mistakesAfter(two([empty]))).toHaveLength(1);
  });

  it('of the role of a rotation are refused in two environments of one account', () => {
    const two = pair(['cc', 'aa-bb'], ['bb-cc', 'aa'], withPassword('dd'));
    expect(mistakes(two)).toContainEqual(
      expect.objectContaining({
        path: 'environments[1].workloads[0].secrets[0].name',
        found: "the role name 'strongroom-aa-bb-cc-rotate-dd', which aa-bb/cc/dd has too",
      }),
    );
  });

  it.each([
    ['foundation', 'stack'],
    ['audit', 'alias'],
    ['strongroom-logs', 'bucket'],
  ])('of the environment and a workload named %s are refused', (name, kind) => {
    expect(mistakesAfter({ [`${environment}.workloads[1]`]: { ...withFiles, name } })).toEqual([
      expect.objectContaining({
        path: `${environment}.workloads[1].name`,
        found: expect.stringMatching(new RegExp(`^the ${kind} name '.*', which prod has too$`)) as string,
      }),
    ]);
  });
});
