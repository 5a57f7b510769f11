import { baseline, mistakes } from '../../support/configurations';
import { aDelivery } from '../../support/delivered';

const plainWorkload = { name: 'other', owner: 'portal-team', dataClass: 'public', settings: { color: 'blue' } };

/** The baseline's environment with a delivery, and a second one of the same account. */
function beside(second: Readonly<Record<string, unknown>>): unknown {
  const [first] = baseline().environments;
  return {
    environments: [
      { ...first, delivery: aDelivery() },
      {
        ...first,
        name: 'second',
        region: 'eu-west-1',
        audit: { ...first?.audit, guardDuty: 'existing', accessAnalyzer: 'existing' },
        workloads: [plainWorkload],
        ...second,
      },
    ],
  };
}

const own = { qualifier: 'second', identityProvider: 'existing' };
const elsewhere = { account: '222233334444', breakGlassRoleArn: undefined, secretOperatorArns: [] };

describe('deliveries of one account', () => {
  it('have qualifiers of their own, in whichever Region', () => {
    expect(mistakes(beside({ delivery: { ...aDelivery(), ...own, qualifier: 'portalprod' } }))).toEqual([
      {
        path: 'environments[1].delivery.qualifier',
        found: 'portalprod in account 111122223333 a second time',
        allowed: 'a qualifier that no other environment of the account has',
      },
    ]);
    expect(mistakes(beside({ delivery: { ...aDelivery(), ...own } }))).toEqual([]);
  });

  it('make the identity provider once', () => {
    expect(mistakes(beside({ delivery: { ...aDelivery(), ...own, identityProvider: 'create' } }))).toEqual([
      {
        path: 'environments[1].delivery.identityProvider',
        found: "'create' in account 111122223333 a second time",
        allowed: "'create' in one environment of an account, 'existing' in the others",
      },
    ]);
  });

  it('do not bind those of other accounts', () => {
    expect(mistakes(beside({ ...elsewhere, delivery: aDelivery() }))).toEqual([]);
  });
});

describe('the names of environments', () => {
  it('leave free what jobs are called that only look', () => {
    // In an account of its own: in the same one it would also begin as prod does.
    expect(mistakes(beside({ name: 'prod-read-only', ...elsewhere }))).toEqual([
      {
        path: 'environments[1].name',
        found: "'prod-read-only', which is what jobs are called that only look at prod",
        allowed: 'a name that is not the one of another environment and -read-only',
      },
    ]);
    expect(mistakes(beside({ name: 'second-read-only' }))).toEqual([]);
  });

  it('are free where nobody delivers', () => {
    const { environments } = beside({ name: 'prod-read-only' }) as { environments: Record<string, unknown>[] };
    delete environments[0]?.delivery;
    expect(mistakes({ environments })).toEqual([]);
  });
});
