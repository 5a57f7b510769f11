import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';

import { RoomFunction } from '../../lib/constructs/room-function';

/** Makes a function that is told one text of so many letters. */
function makeFunction(letters: string): void {
  const stack = new Stack(new App(), 'Stack');
  new RoomFunction(stack, 'Function', {
    place: { name: 'prod', account: '111122223333', region: 'eu-central-1' },
    name: 'strongroom-prod-portal-rotate-queue',
    description: 'Rotates secret queue of portal in prod',
    folder: 'rotate-password',
    environment: { TEXT: letters },
    statements: [new iam.PolicyStatement({ actions: ['sts:GetCallerIdentity'], resources: ['*'] })],
    boundary: iam.ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'),
    logKey: new kms.Key(stack, 'Key'),
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** Lambda counts {"TEXT":"…"}: eleven bytes beside the letters. */
const most = 4096 - 11;

describe('what a function is told', () => {
  it('may take all that Lambda gives', () => {
    expect(() => {
      makeFunction('x'.repeat(most));
    }).not.toThrow();
  });

  it.each([
    ['a letter more', 'x'.repeat(most + 1), 4097],
    ['a letter of two bytes in the place of one', `${'x'.repeat(most - 1)}ä`, 4097],
    ['a quotation mark, which takes two', `${'x'.repeat(most - 1)}"`, 4097],
  ])('is refused with %s, by an error that says what to do', (_what, letters, bytes) => {
    expect(() => {
      makeFunction(letters);
    }).toThrow(
      expect.objectContaining({
        name: 'EnvironmentTooLargeError',
        message: `function strongroom-prod-portal-rotate-queue is told ${String(bytes)} bytes, more than the 4096 that Lambda takes; divide the workload, or give its secrets shorter names or fewer fields in lib/config/environments.ts`,
      }) as Error,
    );
  });
});
