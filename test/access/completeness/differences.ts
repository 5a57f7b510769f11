import { accessLine } from '../../../tools/access/completeness/access';
import type { WholeAccess } from '../../../tools/access/completeness/completeness';
import type { Room } from '../../support/room';
import { accountAccess } from './expected/accounts';
import { consumerAccess } from './expected/consumers';
import type { Expected } from './expected/expected-access';
import { functionAccess } from './expected/functions';
import { jobAccess } from './expected/jobs';
import { deliveryAccess, serviceAccess } from './expected/services';

/** Everybody who may do something, each with all that it may do. */
export type AccessByPrincipal = ReadonlyMap<string, ReadonlySet<string>>;

/** What the configuration of a room declares. */
export function declared(room: Room): AccessByPrincipal {
  const all: Expected[] = [
    ...consumerAccess(room),
    ...functionAccess(room),
    ...deliveryAccess(room),
    ...jobAccess(room),
    ...serviceAccess(room),
    ...accountAccess(room),
  ];
  const lines = new Map<string, Set<string>>();
  for (const { who, may } of all) {
    const known = lines.get(who) ?? new Set<string>();
    for (const access of may) known.add(accessLine(access));
    lines.set(who, known);
  }
  return lines;
}

/** What the simulator answered. */
export function simulated(answers: readonly WholeAccess[]): AccessByPrincipal {
  return new Map(answers.map(({ id, lines }) => [id, new Set(lines)]));
}

/**
 * What only one of the two says, each as principal, access and who says it.
 *
 * @param says the names of the two, such as `the simulator` and `the declaration`
 */
export function differences(
  one: AccessByPrincipal,
  other: AccessByPrincipal,
  says: readonly [string, string],
): string[] {
  const nothing: ReadonlySet<string> = new Set();
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((who) => {
    const left = one.get(who) ?? nothing;
    const right = other.get(who) ?? nothing;
    return [
      ...[...left].filter((line) => !right.has(line)).map((line) => `${who}: ${line}: says ${says[0]} alone`),
      ...[...right].filter((line) => !left.has(line)).map((line) => `${who}: ${line}: says ${says[1]} alone`),
    ];
  });
}
