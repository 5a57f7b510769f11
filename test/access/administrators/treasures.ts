import type { Assembly } from '../../../tools/access/assembly';
import type { CanRead, Treasure } from '../../../tools/access/escalation/openings';
import { isObject, listOf } from '../../../tools/access/template';
import { readFile, readSecret } from '../../support/calls';
import { administrator, ask, type Caller, type Context } from '../../support/questions';
import { dataKeyArn, filesBucketArn, roleArn, type Room, secretArn } from '../../support/room';

/** Everything of an environment that is worth reading: a file below each prefix, and each secret. */
export function treasuresOf(room: Room): Treasure[] {
  return room.environment.workloads.flatMap((workload) => {
    const bucket = filesBucketArn(room, workload);
    const files = (workload.files?.prefixes ?? []).map((prefix): Treasure => ({
      kind: 'file',
      arn: `${bucket}/${prefix}a`,
      container: bucket,
      key: dataKeyArn(room, workload),
    }));
    const secrets = workload.secrets.map(({ name }): Treasure => {
      const arn = secretArn(room, workload, name);
      return { kind: 'secret', arn, container: arn, key: dataKeyArn(room, workload) };
    });
    return [...files, ...secrets];
  });
}

/** Whoever has every right that an identity can have, and stands in no stack. */
export function administratorArn(room: Room): string {
  return roleArn(room, 'administrator');
}

/** An address from which each user may call: what keeps a thief out is no lock against who chooses where to call from. */
function addressFor(assembly: Assembly, arn: string): Context {
  const statements = assembly.principals
    .filter((principal) => principal.arn === arn)
    .flatMap(({ identityPolicies }) => identityPolicies.flatMap(({ document }) => document.Statement));
  const [range] = statements.flatMap(({ Condition = {} }) => {
    const addresses = Condition.NotIpAddress;
    return isObject(addresses) ? listOf(addresses['aws:SourceIp']) : [];
  });
  return range === undefined ? {} : { 'aws:SourceIp': range.split('/')[0] };
}

export const canRead: CanRead = async (assembly, principal, { kind, arn }) => {
  const known = assembly.principals.some((candidate) => candidate.arn === principal);
  const caller: Caller = known ? principal : administrator(principal);
  const context = addressFor(assembly, principal);
  const read = kind === 'file' ? readFile : readSecret;
  return (await ask(assembly, read(assembly, caller, arn, context))) === 'Allowed';
};
