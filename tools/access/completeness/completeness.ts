import type { Assembly } from '../assembly';
import type { Principal } from '../principals';
import type { RowPrincipal } from '../rows/access-row';
import { type Access, accessLine } from './access';
import { factsOf, IdentityAccess } from './identity-access';
import type { Interview } from './interview';
import { outsidersOf } from './outsiders';
import { ResourceAccess } from './resource-access';

/** Everything that one principal may do. */
export interface WholeAccess extends Pick<RowPrincipal, 'kind' | 'id'> {
  readonly accesses: readonly Access[];
  /** Of a role or user: what it may do at resources that have a policy, with the conditions of that policy too. */
  readonly atResources: readonly Access[];
  /** `accesses` as text, sorted. */
  readonly lines: readonly string[];
}

function byAction(accesses: readonly Access[]): ReadonlyMap<string, readonly Access[]> {
  const grouped = new Map<string, Access[]>();
  for (const access of accesses) grouped.set(access.action, [...(grouped.get(access.action) ?? []), access]);
  return grouped;
}

function whole(principal: Pick<WholeAccess, 'kind' | 'id' | 'accesses' | 'atResources'>): WholeAccess {
  return { ...principal, lines: [...new Set(principal.accesses.map(accessLine))].sort() };
}

async function ofInsider(
  interview: Interview,
  principal: Principal,
  resources: readonly ResourceAccess[],
): Promise<WholeAccess> {
  const granted = await new IdentityAccess(interview, principal).all();
  const { arn, identityPolicies, boundary } = principal;
  const asker = {
    principal: arn,
    facts: factsOf(principal),
    identityPolicies,
    ...(boundary === undefined ? {} : { boundary }),
  };
  const own = byAction(granted);
  const ownPolicies = [...identityPolicies.map(({ document }) => document), boundary];
  const meetings = [];
  for (const resource of resources) {
    const { arn: place, policy } = resource.resource;
    meetings.push(
      await interview.remembered(`${arn} at ${place}`, [...ownPolicies, policy], () => resource.ofInsider(asker, own)),
    );
  }
  return whole({
    kind: arn.includes(':user/') ? 'user' : 'role',
    id: arn,
    accesses: [...granted, ...meetings.flatMap(({ disagreements }) => disagreements)],
    atResources: meetings.flatMap(({ here }) => here),
  });
}

/**
 * What everybody may do in an environment, of all actions that are known: its roles and users with anything, everybody
 * else with the resources that have a policy. Whoever may do nothing has no line.
 */
export async function wholeAccessOf(assembly: Assembly, interview: Interview): Promise<WholeAccess[]> {
  const resources = assembly.resources.map((resource) => new ResourceAccess(interview, resource));
  const found: WholeAccess[] = [];
  for (const principal of assembly.principals) found.push(await ofInsider(interview, principal, resources));
  for (const { kind, id, asker, isAskedOf = () => true } of outsidersOf(assembly)) {
    const accesses: Access[] = [];
    for (const resource of resources.filter((candidate) => isAskedOf(candidate.resource))) {
      const { arn, policy } = resource.resource;
      const allowed = await interview.remembered(`${kind} ${id} at ${arn}`, [policy], () => resource.ofOutsider(asker));
      accesses.push(...allowed);
    }
    found.push(whole({ kind, id, accesses, atResources: [] }));
  }
  return found;
}
