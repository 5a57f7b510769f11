import { withAssemblyNames } from '../../tools/gate/assembly-names';
import type { Operation } from '../../tools/gate/operation';

const operation: Operation = {
  protocol: 'json',
  service: 'kms',
  name: 'DescribeKey',
  region: 'eu-central-1',
  parameters: { KeyId: 'arn:aws:kms:eu-central-1:111122223333:key/live' },
};

describe('withAssemblyNames', () => {
  it("replaces the emulator's own names wherever they stand", () => {
    const { parameters } = withAssemblyNames(operation, new Map([['live', 'assembled']]));
    expect(parameters).toEqual({ KeyId: 'arn:aws:kms:eu-central-1:111122223333:key/assembled' });
  });

  it('changes nothing where no names differ', () => {
    expect(withAssemblyNames(operation)).toEqual(operation);
  });
});
