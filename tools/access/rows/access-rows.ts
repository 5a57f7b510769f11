import { type Assembly, assemblyOf } from '../assembly';
import type { SynthesizedEnvironment } from '../../assembly/cloud-assembly';
import { groupedBy } from '../grouped';
import type { Principal } from '../principals';
import { refuseOverlooked } from '../resource-policies';
import { originOf } from '../template';
import type { AccessRow } from './access-row';
import { confirm } from './confirm';
import { guardedResources } from './guarded';
import { type Actor, identityWays } from './identity-ways';
import { placed } from './placed-statement';
import { resourceWays } from './resource-ways';
import { opened, type OpenWay } from './way';

async function actorOf({ arn, account, entry, identityPolicies, ...rest }: Principal): Promise<Actor> {
  const identity = await Promise.all(
    identityPolicies.map((policy) => placed('identity', policy.document, [policy.entry ?? entry])),
  );
  const { boundary } = rest;
  return {
    subject: {
      principal: {
        kind: entry.resource.Type === 'AWS::IAM::User' ? 'user' : 'role',
        id: arn,
        constructPath: originOf(entry).constructPath,
      },
      account,
      hasBoundary: boundary !== undefined,
    },
    identity: identity.flat(),
    ...(boundary === undefined ? {} : { boundary: await placed('boundary', boundary, [rest.boundaryEntry ?? entry]) }),
  };
}

/** AWS's own default, in seconds. */
const defaultSession = 3600;

/** Whoever has taken a role keeps the next one for an hour at most. */
const longestChainedSession = 3600;

function sessionOf({ action, subject, guarded }: OpenWay): Pick<AccessRow, 'maximumSessionSeconds'> {
  if (guarded?.resource.type !== 'AWS::IAM::Role' || !action.action.startsWith('sts:AssumeRole')) return {};
  const longest = Number(guarded.resource.properties.MaxSessionDuration ?? defaultSession);
  const isRole = subject.principal.kind === 'role' || subject.principal.id.includes(':role/');
  return { maximumSessionSeconds: isRole ? Math.min(longest, longestChainedSession) : longest };
}

function rowOf(way: OpenWay, environment: string): AccessRow {
  const { subject, action, set, conditions, deciding, alsoNeeds } = way;
  return {
    environment,
    principal: subject.principal,
    action: action.action,
    resource: set.pattern,
    conditions,
    level: action.level,
    deciding,
    ...sessionOf(way),
    ...(alsoNeeds === undefined ? {} : { alsoNeeds }),
  };
}

/** The same order in every run, whatever the order of the stacks. */
function placeOf(row: AccessRow): string {
  return [
    row.principal.kind,
    row.principal.id,
    row.action,
    row.resource,
    JSON.stringify([row.conditions, row.deciding]),
  ].join('\n');
}

/** Every way that the policies of an assembly open, before anything else has judged it. */
async function waysOf({ principals, resources }: Assembly): Promise<OpenWay[]> {
  const [actors, guarded] = await Promise.all([Promise.all(principals.map(actorOf)), guardedResources(resources)]);
  return [...actors.flatMap((actor) => identityWays(actor, guarded)), ...resourceWays(actors, guarded)].flatMap(opened);
}

/** Who can do what, as our own reading of the policies has it. */
export interface ReadAccess {
  readonly assembly: Assembly;
  /** One for each way, in a fixed order. */
  readonly rows: readonly AccessRow[];
  /**
   * Asks a simulator that others wrote about each of some rows.
   *
   * @throws AccessError when the two do not agree
   */
  readonly confirm: (some: readonly AccessRow[]) => Promise<void>;
}

/**
 * Reads who can do what in an environment, without asking anybody else.
 *
 * @throws AccessError when a policy says something that is not understood
 */
export async function readAccess({ name, stacks }: SynthesizedEnvironment): Promise<ReadAccess> {
  const assembly = assemblyOf(stacks);
  refuseOverlooked(assembly.stacks);
  const told = (await waysOf(assembly)).map((way) => {
    const row = rowOf(way, name);
    return { way, row, place: placeOf(row) };
  });
  // The same statements can lead to the same row by two of their patterns.
  const places = groupedBy(told, ({ place }) => place);
  const inOrder = [...places].sort(([one], [other]) => (one < other ? -1 : Number(one > other)));
  const waysOfRow = new Map(
    inOrder.flatMap(([, same]) => {
      const last = same.at(-1);
      return last === undefined ? [] : [[last.row, same.map(({ way }) => way)] as const];
    }),
  );
  return {
    assembly,
    rows: [...waysOfRow.keys()],
    confirm: async (some) => {
      await Promise.all(some.flatMap((row) => waysOfRow.get(row) ?? []).map((way) => confirm(way, assembly)));
    },
  };
}

/**
 * Who can do what in an environment: one row for each way, in a fixed order.
 *
 * Each row was found by our own reading of the policies, and is confirmed by a simulator that others wrote.
 *
 * @throws AccessError when a policy says something that is not understood, or the two do not agree
 */
export async function accessRows(environment: SynthesizedEnvironment): Promise<AccessRow[]> {
  const { rows, confirm: ask } = await readAccess(environment);
  await ask(rows);
  return [...rows];
}
