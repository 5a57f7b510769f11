import { matchesArn } from '../../../tools/access/arn-patterns';
import {
  contextOfAnybody,
  contextOfPrincipal,
  contextOfService,
  contextOfToken,
} from '../../../tools/access/request-context';
import type { AccessRow } from '../../../tools/access/rows/access-row';
import { administrator, anybody, type Caller, type Question, service } from '../../support/questions';
import type { Room } from '../../support/room';
import { filledIn, meeting, type Sent } from './meeting';

/** A row with one request that it allows. */
export interface Witness {
  readonly room: Room;
  readonly row: AccessRow;
  readonly question: Question;
}

/** No request could be made of a row: then the row does not say when it holds. */
class NoWitnessError extends Error {
  override readonly name = 'NoWitnessError';

  constructor({ principal, action, resource, conditions }: AccessRow, reason: string) {
    super(
      `${principal.kind} ${principal.id} ${action} ${resource}: ${reason}; it holds when ${JSON.stringify(conditions)}`,
    );
  }
}

/** Resources that a pattern stands for: those of the environment, and one that it does not have. */
function resourcesLike({ assembly }: Room, pattern: string): string[] {
  const known = assembly.resources.map(({ arn }) => arn).filter((arn) => pattern !== '*' && matchesArn(arn, pattern));
  return [...known, pattern === '*' ? '*' : filledIn(pattern)];
}

/** Whose the resource is that a request is about. */
function ownerOf(room: Room, row: AccessRow, resource: string): string {
  const owner = resource.split(':')[4] ?? '';
  const { account } = room.environment;
  // Of what stands elsewhere nobody here knows the policy: asked is what our side lets out.
  return /^\d{12}$/.test(owner) && row.alsoNeeds !== 'resource policy' ? owner : account;
}

/** Somebody whom an account lets do everything. */
const someone = 'witness-administrator';

function callerOf(room: Room, { principal }: AccessRow): { readonly caller: Caller; readonly arn?: string } {
  const partition = room.stacks[0]?.partition ?? '';
  switch (principal.kind) {
    case 'role':
    case 'user':
      return { caller: principal.id, arn: principal.id };
    case 'foreign':
      return { caller: administrator(principal.id), arn: principal.id };
    case 'account': {
      const arn = `arn:${partition}:iam::${principal.id}:role/${someone}`;
      return { caller: administrator(arn), arn };
    }
    case 'service':
      return { caller: service(principal.id) };
    case 'anyone':
      return { caller: anybody };
    case 'federated':
      return { caller: { provider: principal.id } };
  }
}

const principalKey = 'aws:PrincipalArn';

/** What AWS sends with every such request. */
function usualContext(caller: Caller, arn: string | undefined, request: Parameters<typeof contextOfAnybody>[0]): Sent {
  if (arn !== undefined) return contextOfPrincipal(arn, request);
  if (typeof caller === 'object' && 'service' in caller) return contextOfService(caller.service, request);
  if (typeof caller === 'object' && 'provider' in caller) return contextOfToken(caller.provider, request);
  return contextOfAnybody(request);
}

function requestFor(room: Room, row: AccessRow, resource: string): Question | undefined {
  const { caller, arn } = callerOf(room, row);
  const resourceAccount = ownerOf(room, row, resource);
  const { region } = room.environment;
  const usual = usualContext(caller, arn, { action: row.action, resourceAccount, region });
  const sent = meeting(row.conditions, usual, resource);
  if (sent === undefined) return undefined;
  const { [principalKey]: who, ...rest } = sent;
  const context = Object.fromEntries(Object.entries(rest).filter(([key, value]) => usual[key] !== value));
  const request = { action: row.action, resource, resourceAccount, context };
  if (who === undefined || who === arn) return { ...request, caller };
  // Whom an account lets do everything may be anybody in it, in particular somebody without a boundary.
  return row.principal.kind === 'account'
    ? { ...request, caller: administrator(who), assuming: { noBoundary: true } }
    : undefined;
}

/**
 * One request that a row allows: on a resource that it names, under the conditions that it names.
 *
 * @throws Error when no request meets its conditions
 */
export function witnessOf(room: Room, row: AccessRow): Witness {
  for (const resource of resourcesLike(room, row.resource)) {
    const question = requestFor(room, row, resource);
    if (question !== undefined) return { room, row, question };
  }
  throw new NoWitnessError(row, 'no request meets its conditions');
}
