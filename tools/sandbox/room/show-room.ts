import { ListObjectsV2Command } from '@aws-sdk/client-s3';

import type { Consumer } from '../../../lib/config/consumers';
import type { Workload } from '../../../lib/config/parameters';
import type { Emulator } from '../emulator';
import { showAccess } from './access';
import { mustBeRefused } from './answer';
import type { Fact } from './fact';
import { showFiles } from './files';
import { becomeConsumer, type Identity } from './identity';
import { showSecrets } from './secrets';
import type { Actor, LocalFile, WorkloadRoom } from './workload-room';

interface DeployedWorkload {
  readonly workload: Workload;
  readonly emulator: Emulator;
  readonly outputs: Readonly<Record<string, string>>;
}

function outputOf(consumer: Consumer): string {
  const words = consumer.name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `Consumer${words.join('')}Arn`;
}

/** A user whose key works from declared addresses only is refused here, where requests come from 127.0.0.1. */
function isElsewhere(consumer: Consumer): boolean {
  return consumer.kind === 'iam-user' && consumer.sourceAddresses.length > 0;
}

async function refusedFromHere(consumer: Consumer, identity: Identity, deployed: DeployedWorkload): Promise<Fact> {
  const what = 'list files from an address that is not declared';
  const list = new ListObjectsV2Command({
    Bucket: deployed.outputs.FilesBucketName,
    Prefix: consumer.access.files[0]?.prefix,
  });
  return {
    fact: 'refused',
    workload: deployed.workload.name,
    who: consumer.name,
    what,
    reason: await mustBeRefused(`${consumer.name}: ${what}`, identity.aws.s3.send(list)),
  };
}

/** Shows one workload at work: who comes in, what each may do, what is refused. */
export async function showRoom(
  deployed: DeployedWorkload,
  files: readonly LocalFile[],
  tell: (what: string) => void,
): Promise<Fact[]> {
  const { workload, emulator, outputs } = deployed;
  const facts: Fact[] = [];
  const actors: Actor[] = [];
  const farewells: (() => Promise<void>)[] = [];
  // One after the other: each may open a trust for a moment.
  for (const consumer of workload.consumers) {
    tell(`becoming ${consumer.name}`);
    const where = { emulator, workload: workload.name, arn: outputs[outputOf(consumer)] ?? '' };
    const { identity, leave, facts: became } = await becomeConsumer(consumer, where);
    facts.push(...became);
    if (leave !== undefined) farewells.push(leave);
    if (!isElsewhere(consumer)) actors.push({ consumer, identity });
    else if (workload.files !== undefined) facts.push(await refusedFromHere(consumer, identity, deployed));
  }
  const room: WorkloadRoom = { ...deployed, actors };
  tell('storing, listing and reading back');
  facts.push(...(await showFiles(room, files)));
  tell('asking what each consumer may do');
  facts.push(...(await showAccess(room)));
  tell('reading secrets');
  facts.push(...(await showSecrets(room)));
  for (const leave of farewells) await leave();
  return facts;
}
