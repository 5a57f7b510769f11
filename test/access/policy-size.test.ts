import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

import { workloadBoundary } from '../../lib/access/boundary-statements';
import { splitBySize } from '../../lib/access/policy-size';
import { roomOf } from '../../lib/access/room';
import { loadConfiguration } from '../../lib/config/load-configuration';
import { changed, today, workload as path } from '../support/configurations';

function statement(letters: number): PolicyStatement {
  return new PolicyStatement({ actions: ['s3:GetObject'], resources: ['x'.repeat(letters)] });
}

/** Characters beside the resource, and the comma after it. */
const around = JSON.stringify(statement(0).toStatementJson()).length + 1;

describe('statements', () => {
  it('share a policy up to 5,900 characters, in their order', () => {
    const [first, second, third] = [statement(2950 - around), statement(2950 - around), statement(0)];
    expect(splitBySize([first, second, third], 'role web')).toEqual([[first, second], [third]]);
  });

  it('are refused when one of them fits no policy', () => {
    expect(splitBySize([statement(5900 - around)], 'role web')).toHaveLength(1);
    expect(() => splitBySize([statement(5901 - around)], 'role web')).toThrow(
      expect.objectContaining({
        name: 'PolicyTooLargeError',
        message: expect.stringContaining('of role web has 5901 characters, more than the 5900') as string,
      }) as Error,
    );
  });

  it('are refused when they need more policies than a principal may have', () => {
    const full = (count: number) => Array.from({ length: count }, () => statement(5900 - around));
    expect(splitBySize(full(10), 'role web')).toHaveLength(10);
    expect(() => splitBySize(full(11), 'role web')).toThrow(
      /^role web needs 11 managed policies, more than the 10 that IAM allows/,
    );
  });
});

describe('the boundary of a workload', () => {
  /** Customers whose roles have long names of their own. */
  const boundaryWith = (customers: number) => {
    const configuration = changed({
      [`${path}.customers`]: Array.from({ length: customers }, (_, index) => ({
        name: `customer${String(index)}x`,
        roleArn: `arn:aws:iam::444455556666:role/${String(index).padStart(60, 'reader')}`,
        externalIds: [`0c9a5b0e-4a5d-4fd5-9a71-5c6a3f0b${(0x9d00 + index).toString(16)}`],
      })),
      [`${path}.consumers[0].access.customers`]: '*',
    });
    const [environment] = loadConfiguration(configuration, { file: 'test', today }).environments;
    const [workload] = environment?.workloads ?? [];
    if (environment === undefined || workload === undefined) throw new Error('the baseline has no workload');
    return workloadBoundary(roomOf(environment, workload, { keyArn: 'key', boundaryArn: 'boundary' }));
  };

  it('fits one policy, because a principal has one boundary', () => {
    expect(boundaryWith(20)).not.toHaveLength(0);
    expect(() => boundaryWith(60)).toThrow(
      expect.objectContaining({
        name: 'PolicyTooLargeError',
        message:
          "the boundary of workload portal does not fit one managed policy; give its customers' roles one name in lib/config/environments.ts",
      }) as Error,
    );
  });
});
