import { baseline, mistakes } from '../../support/configurations';

interface Change {
  readonly [field: string]: unknown;
  readonly audit?: Readonly<Record<string, unknown>>;
}

const plainWorkload = { name: 'other', owner: 'portal-team', dataClass: 'public', settings: { color: 'blue' } };
const elsewhere = { alarms: { accountWide: 'in-another-environment' } };
const path = 'environments[1].alarms.accountWide';

/** The baseline's environment, and a second one in its account and Region that leaves the account to it; both changed. */
function shared(first: Change = {}, second: Change = {}): unknown {
  const [watching] = baseline().environments;
  const audit = { ...watching?.audit, guardDuty: 'existing', accessAnalyzer: 'existing' };
  return {
    environments: [
      { ...watching, ...first, audit: { ...watching?.audit, ...first.audit } },
      // Ids of a trust stand once, whatever else is tested here.
      {
        ...watching,
        name: 'lodger',
        workloads: [plainWorkload],
        ...elsewhere,
        ...second,
        audit: { ...audit, ...second.audit },
      },
    ],
  };
}

const noLogGroup = { trail: { mode: 'existing', trailName: 'organization' } };

describe('an account that is left to another environment', () => {
  it('may be so where the other says nothing, or says that it watches', () => {
    expect(mistakes(shared())).toEqual([]);
    expect(mistakes(shared({ alarms: { accountWide: 'on' } }))).toEqual([]);
  });

  const stranger = { account: '222233334444', breakGlassRoleArn: undefined, secretOperatorArns: [] };

  it.each<[string, Change, string]>([
    ['account', stranger, '222233334444 in eu-central-1'],
    ['Region', { region: 'eu-west-1' }, '111122223333 in eu-west-1'],
  ])('is refused when no other is of that %s', (_, second, place) => {
    expect(mistakes(shared({}, second))).toEqual([
      {
        path,
        found: `'in-another-environment', and no other environment of account ${place} watches over it`,
        allowed:
          "'on', or another environment of that account and Region with 'on', which is what one has that says nothing",
      },
    ]);
  });

  it('is refused when each leaves it to the other', () => {
    expect(mistakes(shared(elsewhere)).map((mistake) => mistake.path)).toEqual([
      'environments[0].alarms.accountWide',
      path,
    ]);
  });

  it('is refused of the only environment', () => {
    const [only] = baseline().environments;
    expect(mistakes({ environments: [{ ...only, ...elsewhere }] })).toEqual([
      expect.objectContaining({ path: 'environments[0].alarms.accountWide' }),
    ]);
  });

  it.each(['region', 'tier'])('is no second mistake where the %s of the other is a mistake itself', (field) => {
    const found = mistakes(shared({ [field]: 'nowhere' })).map((mistake) => mistake.path);
    expect(found).toEqual([`environments[0].${field}`]);
  });

  it('is refused when the other cannot count what this one could', () => {
    const staging = { tier: 'staging' };
    expect(mistakes(shared({ ...staging, audit: noLogGroup }, staging))).toEqual([
      {
        path,
        found:
          "'in-another-environment', and what watches over the account (prod) has no log group to count refused calls and sign-ins in",
        allowed: "'on' here, or audit.trail with a log group there",
      },
    ]);
    expect(mistakes(shared({ ...staging, audit: noLogGroup }, { ...staging, audit: noLogGroup }))).toEqual([]);
    expect(mistakes(shared(staging, { ...staging, audit: noLogGroup }))).toEqual([]);
  });

  it.each(['staging', 'development'])('is refused in production when the other is of %s', (tier) => {
    expect(mistakes(shared({ tier }))).toEqual([
      {
        path,
        found: "'in-another-environment', and what watches over the account (prod) is not of production",
        allowed:
          "in production 'on', or another environment of production that watches over the account: limits and recipients of a lower tier are weaker",
      },
    ]);
    expect(mistakes(shared({ tier }, { tier }))).toEqual([]);
    expect(mistakes(shared({}, { tier }))).toEqual([]);
  });

  it('may be so in production all the same, for a reason and until a day', () => {
    const deviations = [
      { rule: 'paging-alarms', reason: 'The account moves into an organization of its own.', until: '2026-12-31' },
    ];
    expect(mistakes(shared({ tier: 'staging' }, { deviations }))).toEqual([]);
  });

  it('has no limits on what the other counts', () => {
    const account = {
      unauthorizedCalls: { atLeast: 7 },
      consoleSignInFailures: { atLeast: 7 },
      refusedRoles: { atLeast: 7 },
    };
    const alarms = { ...elsewhere.alarms, account };
    expect(mistakes(shared({}, { alarms }))).toEqual(
      ['unauthorizedCalls', 'consoleSignInFailures'].map((name) => ({
        path: `environments[1].alarms.account.${name}`,
        found: 'a limit',
        allowed: "no limit, or alarms.accountWide 'on': another environment counts what everybody in the account does",
      })),
    );
  });

  it('is nothing else', () => {
    expect(mistakes(shared({}, { alarms: { accountWide: 'off' }, region: 'eu-west-1' }))).toEqual([
      { path, found: "'off'", allowed: 'one of on, in-another-environment' },
    ]);
  });
});
