import { App, CfnResource, Stack } from 'aws-cdk-lib';

import { deployedTypesIn } from '../../lib/delivery/execution/deployed-types';
import { grantsFor, grantsOfTypes, UngrantedTypeError } from '../../lib/delivery/execution/grants-of-types';
import { executionBoundary } from '../../lib/delivery/execution/boundary';
import { deployedTypesOf } from '../../lib/stacks/deployed-types';
import { synth } from '../support/templates';
import { deliveredEnvironment } from '../support/delivered';
import { typesWithHandlers } from './support/handlers';
import { everyConfiguration, everything } from './support/world';

jest.setTimeout(120_000);

const environment = deliveredEnvironment();

describe('the types that CloudFormation may make', () => {
  it('are those that some configuration has, and no others', () => {
    const types = everyConfiguration.flatMap((one) => [...deployedTypesOf(one).keys()]);
    expect([...new Set(types)].sort()).toEqual(Object.keys(grantsOfTypes).sort());
  });

  it('have AWS’s own list of what their handlers call', () => {
    expect([...typesWithHandlers].sort()).toEqual(Object.keys(grantsOfTypes).sort());
  });

  it.each(everything)('are found in $name as they are synthesized, without synthesizing', (one) => {
    const own = synth(one).filter(({ name }) => name.startsWith('strongroom-'));
    const resources = own.flatMap(({ template }) => Object.values(template.Resources));
    const found = new Map<string, boolean>();
    for (const { Type, DeletionPolicy = 'Delete' } of resources) {
      found.set(Type, found.get(Type) === true || DeletionPolicy === 'Delete');
    }
    expect(new Map([...deployedTypesOf(one)].map(([type, { deletes }]) => [type, deletes]))).toEqual(
      new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1))),
    );
  });

  it('include no group: who may add users to one may add any', () => {
    expect(Object.keys(grantsOfTypes).filter((type) => /Group$|GroupAddition/.test(type))).toEqual([
      'AWS::Logs::LogGroup',
    ]);
  });

  it('are refused with their name where nobody has said what they take', () => {
    const types = new Map([['AWS::EC2::Instance', { deletes: true }]]);
    expect(() => grantsFor(environment, types)).toThrow(UngrantedTypeError);
    expect(() => grantsFor(environment, types)).toThrow(
      'environment prod has an AWS::EC2::Instance, and nothing says what CloudFormation needs for it: add the type to lib/delivery/execution/grants-of-types.ts',
    );
    expect(() => executionBoundary(environment, types)).toThrow(UngrantedTypeError);
  });
});

describe('a type', () => {
  function deletes(...policies: (string | undefined)[]): boolean | undefined {
    const stack = new Stack(new App(), 'Any');
    policies.forEach((policy, index) => {
      const resource = new CfnResource(stack, `R${String(index)}`, { type: 'AWS::S3::Bucket' });
      if (policy !== undefined) resource.cfnOptions.deletionPolicy = policy as never;
    });
    return deployedTypesIn(stack).get('AWS::S3::Bucket')?.deletes;
  }

  it('is deleted where a resource of it says so, or says nothing', () => {
    expect(deletes('Retain', 'Delete')).toBe(true);
    expect(deletes('Retain', undefined)).toBe(true);
  });

  it('is kept where all of its resources are', () => {
    expect(deletes('Retain', 'RetainExceptOnCreate', 'Snapshot')).toBe(false);
  });
});
