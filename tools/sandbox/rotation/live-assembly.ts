import type { Environment } from '../../../lib/config/parameters';
import { type Assembly, assemblyOf } from '../../access/assembly';
import { identityOfResolved } from '../../access/physical-ids';
import { entriesOf } from '../../access/template';
import type { AssembledStack } from '../assembly';
import type { LeftOut } from '../leave-out';
import type { LiveStack } from '../live-stack';

/** The templates of an environment, and what has become of them. */
export interface DeployedAssembly {
  readonly environment: Pick<Environment, 'account' | 'region'>;
  readonly stacks: readonly AssembledStack[];
  readonly live: ReadonlyMap<string, LiveStack>;
  /** Belongs to the templates as much as what the emulator knows: the gate asks every policy. */
  readonly leftOut: readonly LeftOut[];
}

/** The stacks as they would be on AWS, with what the emulator lacks. */
export function liveAssembly({ environment, stacks, live, leftOut }: DeployedAssembly): Assembly {
  const { account, region } = environment;
  return assemblyOf(
    stacks.map(({ stackName: name, template }) => {
      const restored = leftOut
        .filter(({ stack }) => stack === name)
        .map(({ logicalId, type, properties }) => [logicalId, { Type: type, Properties: properties }] as const);
      return {
        ...{ name, account, region, partition: 'aws', urlSuffix: 'amazonaws.com' },
        terminationProtection: live.get(name)?.isProtected ?? false,
        template: { ...template, Resources: { ...template.Resources, ...Object.fromEntries(restored) } },
      };
    }),
  );
}

/** By the emulator's own ids, what the assembly calls the same. Requests name encryption keys alone by such ids. */
export function assemblyNames({ stacks }: Assembly, { live }: DeployedAssembly): ReadonlyMap<string, string> {
  return new Map(
    entriesOf(stacks, 'AWS::KMS::Key').flatMap((entry) => {
      const id = live.get(entry.stack.name)?.physicalId(entry.logicalId);
      return id === undefined ? [] : [[id, identityOfResolved(entry).ref] as const];
    }),
  );
}
