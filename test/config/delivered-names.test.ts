import { baseline, mistakes } from '../support/configurations';
import { aDelivery } from '../support/delivered';

/** Paths of what is wrong where the baseline's environment has a delivery, beside another environment of those names. */
function wrongBeside(other: {
  readonly environment: string;
  readonly workload?: string;
  readonly consumer?: string;
  readonly account?: string;
  readonly own?: string;
  readonly withoutDelivery?: true;
}): { path: string; found: string }[] {
  const [first] = baseline().environments;
  const [second] = baseline().environments;
  const [workload] = second?.workloads ?? [];
  if (first === undefined || second === undefined || workload === undefined) throw new Error('the baseline is empty');
  const environments = [
    { ...first, name: other.own ?? 'prod', ...(other.withoutDelivery === true ? {} : { delivery: aDelivery() }) },
    {
      ...second,
      name: other.environment,
      account: other.account ?? second.account,
      region: 'eu-west-1',
      workloads: [
        {
          name: other.workload ?? 'web',
          owner: workload.owner,
          dataClass: workload.dataClass,
          settings: { colour: 'blue' },
          consumers: [{ kind: 'lambda-role', name: other.consumer ?? 'reader', access: { settings: true } }],
        },
      ],
    },
  ];
  return mistakes({ environments })
    .filter(({ found }) => found.includes('could change'))
    .map(({ path, found }) => ({ path, found }));
}

describe('an environment beside one with a delivery, in one account', () => {
  it('may have names that begin otherwise', () => {
    expect(wrongBeside({ environment: 'staging' })).toEqual([]);
    expect(wrongBeside({ environment: 'prod2' })).toEqual([]);
    expect(wrongBeside({ environment: 'pre-prod' })).toEqual([]);
  });

  it('may not be called as that one, and more after a hyphen', () => {
    expect(wrongBeside({ environment: 'prod-2' })).toEqual([
      {
        path: 'environments[1].name',
        found: "a name that makes 'strongroom-prod-2-foundation', which deployments of environment prod could change",
      },
    ]);
  });

  it('may not begin as much as CloudFormation leaves of a long name', () => {
    const own = 'production-eu';
    expect(wrongBeside({ own, environment: 'production-eu2' })).toHaveLength(1);
    expect(wrongBeside({ own, environment: 'production-us' })).toEqual([]);
  });

  it('may not have consumers whose names begin as those of a workload there', () => {
    const beside = { environment: 'blue', workload: 'portal-prod', consumer: 'reader' };
    expect(wrongBeside(beside)).toEqual([
      {
        path: 'environments[1].workloads[0].consumers[0].name',
        found: "a name that makes 'portal-prod-blue-reader', which deployments of environment prod could change",
      },
    ]);
  });

  it('may be called anything in another account, or where nobody delivers', () => {
    expect(wrongBeside({ environment: 'prod-2', account: '222233334444' })).toEqual([]);
    expect(wrongBeside({ environment: 'prod-2', withoutDelivery: true })).toEqual([]);
  });
});
