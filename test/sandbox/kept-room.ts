import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { leftOutOf, stacksOf } from '../../tools/sandbox/assembly';
import { awsAs } from '../../tools/sandbox/aws';
import { administrator } from '../../tools/sandbox/child-environment';
import { environmentOf } from '../../tools/sandbox/configuration';
import { LiveStack } from '../../tools/sandbox/live-stack';
import { defaultProfile, loadProfile } from '../../tools/sandbox/profile';
import type { RotationRoomProps } from '../../tools/sandbox/rotation/rotation-room';

/** What a run of the sandbox with --keep has left: its environment, and where the emulator is. */
export async function keptRoom(output: string, name: string): Promise<RotationRoomProps> {
  const exported = (variable: string) => new RegExp(`^export ${variable}='(.*)'$`, 'm').exec(output)?.[1] ?? '';
  const profile = loadProfile(defaultProfile);
  const environment = environmentOf({ application: undefined, environment: name }, profile);
  const certificateFile = exported('AWS_CA_BUNDLE');
  const connection = {
    endpoint: exported('AWS_ENDPOINT_URL'),
    region: environment.region,
    certificatePem: readFileSync(certificateFile, 'utf8'),
  };
  const aws = awsAs(administrator, connection);
  const folder = join(dirname(certificateFile), 'cdk.out');
  const stacks = stacksOf(folder, name);
  const live = await Promise.all(
    stacks.map(({ stackName, region }) => {
      const { cloudFormation } = awsAs(administrator, { ...connection, region });
      return LiveStack.read(cloudFormation, stackName, { account: profile.account, region });
    }),
  );
  return {
    environment,
    emulator: {
      ...{ processId: 0, connection, plainConnection: connection, administrator: aws },
      administratorIn: (region) => awsAs(administrator, { ...connection, region }),
      release: () => undefined,
    },
    stacks,
    live: new Map(live.map((stack) => [stack.name, stack])),
    leftOut: leftOutOf(folder, name),
    folder,
  };
}
