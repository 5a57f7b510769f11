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

  it.each([undefined, 'text', {}, { environments: 1 }, { environments: [{ account: '' }, { name: 'x' }] }])(
    'leaves %j for its check to judge',
    (configuration) => {
      expect(relocate(configuration, emulator)).toEqual(configuration);
    },
  );
});
