import { relocate } from '../../tools/sandbox/relocate';

const emulator = '000000000000';

describe('relocate', () => {
  it('moves an environment and its own ARNs, and leaves other accounts where they are', () => {
    const configuration = {
      environments: [
        {
          account: '111122223333',
          breakGlassRoleArn: 'arn:aws:iam::111122223333:role/break-glass',
          workloads: [{ trusted: ['arn:aws:iam::444455556666:role/partner'] }],
        },
        { account: '444455556666', breakGlassRoleArn: 'arn:aws:iam::444455556666:role/break-glass' },
      ],
    };
    expect(relocate(configuration, emulator)).toEqual({
      environments: [
        {
          account: emulator,
          breakGlassRoleArn: `arn:aws:iam::${emulator}:role/break-glass`,
          workloads: [{ trusted: ['arn:aws:iam::444455556666:role/partner'] }],
        },
        { account: emulator, breakGlassRoleArn: `arn:aws:iam::${emulator}:role/break-glass` },
      ],
    });
  });

  it('has an environment that comes alone watch over the account itself', () => {
    const lodger = { account: '111122223333', alarms: { accountWide: 'in-another-environment', workload: {} } };
    const alone = { account: emulator, alarms: { workload: {} } };
    expect(relocate({ environments: [lodger] }, emulator)).toEqual({ environments: [alone] });
    expect(relocate({ environments: [lodger, lodger] }, emulator)).toEqual({
      environments: [lodger, lodger].map((one) => ({ ...one, account: emulator })),
    });
  });

  it('takes out the delivery: the emulator is bootstrapped once, with the roles of the CDK itself', () => {
    const delivered = { account: '111122223333', delivery: { qualifier: 'portalprod' } };
    expect(relocate({ environments: [delivered] }, emulator)).toEqual({ environments: [{ account: emulator }] });
  });

  it.each([undefined, 'text', {}, { environments: 1 }, { environments: [{ account: '' }, { name: 'x' }] }])(
    'leaves %j for its check to judge',
    (configuration) => {
      expect(relocate(configuration, emulator)).toEqual(configuration);
    },
  );
});
