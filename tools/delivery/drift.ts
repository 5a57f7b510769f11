import type { Place } from './assembly/places';
import { DeliveryError } from './delivery-error';
import type { DriftedResource, LiveRoom } from './live/ports';

/** What is deployed was changed by something else than a deployment. */
class Drifted extends DeliveryError {
  override readonly name = 'Drifted';

  constructor(environment: string, names: readonly string[]) {
    super(
      `${environment} has drifted: ${names.join(', ')}. Find out in the trail who changed it. Then undo it there, or take it ` +
        `over into the code; to deploy over it knowingly, name it in the variable ACCEPTED_DRIFT of the environment ` +
        `(${names.join(' ')}) and take it out afterwards`,
    );
  }
}

/** A check for drift is answered by a stack that is being changed, or that failed half-way. */
export class NotComparable extends DeliveryError {
  override readonly name = 'NotComparable';
}

export interface DriftOfStack {
  readonly stack: string;
  /** A first deployment has nothing to compare with. */
  readonly isDeployed: boolean;
  readonly resources: readonly DriftedResource[];
}

/**
 * Compares every stack of a place with its template, those of a person too, one after another: CloudFormation throttles
 * these checks.
 */
export async function driftOf(
  { stacks, byHand }: Pick<Place, 'stacks' | 'byHand'>,
  live: LiveRoom,
): Promise<DriftOfStack[]> {
  const found: DriftOfStack[] = [];
  for (const { name, parent } of [...stacks, ...byHand]) {
    // Deployed by its parent, under a name that only AWS knows; the parent is compared.
    if (parent !== undefined) continue;
    const isDeployed = (await live.stack(name)) !== undefined;
    found.push({ stack: name, isDeployed, resources: isDeployed ? await live.driftedResources(name) : [] });
  }
  return found;
}

/** How a drifted resource is named in `ACCEPTED_DRIFT`. */
function nameOf(stack: string, { logicalId }: DriftedResource): string {
  return `${stack}/${logicalId}`;
}

/** The drift as people read it. */
export function driftInWords(environment: string, drift: readonly DriftOfStack[]): string {
  const rows = drift.flatMap(({ stack, resources }) =>
    resources.map(
      (resource) =>
        `| \`${nameOf(stack, resource)}\` | ${resource.type} | \`${resource.physicalId}\` | ` +
        `${resource.status === 'DELETED' ? 'deleted' : resource.properties.map((path) => `\`${path}\``).join(', ')} |`,
    ),
  );
  const deployed = drift.filter(({ isDeployed }) => isDeployed);
  const absent = drift.filter(({ isDeployed }) => !isDeployed).map(({ stack }) => stack);
  const compared = `${deployed.length} of ${drift.length} stacks compared with their templates`;
  return [
    `### Drift of ${environment}`,
    '',
    rows.length === 0 ? `None: ${compared}.` : `${rows.length} resources are not as they were deployed; ${compared}.`,
    ...(absent.length === 0 ? [] : ['', `Not deployed yet: ${absent.join(', ')}.`]),
    ...(rows.length === 0 ? [] : ['', '| Resource | Type | Name | Changed |', '| --- | --- | --- | --- |', ...rows]),
  ].join('\n');
}

/**
 * Stops for every drift that nobody accepted.
 *
 * @param accepted as `<stack>/<logical id>`
 * @throws Drifted, UnusedAcceptance
 */
export function assertNoDrift(environment: string, drift: readonly DriftOfStack[], accepted: readonly string[]): void {
  const names = drift.flatMap(({ stack, resources }) => resources.map((resource) => nameOf(stack, resource)));
  const unaccepted = names.filter((name) => !accepted.includes(name));
  if (unaccepted.length > 0) throw new Drifted(environment, unaccepted);
  const unused = accepted.filter((name) => !names.includes(name));
  if (unused.length > 0) throw new UnusedAcceptance(environment, unused);
}

/** Drift was accepted that is not there: it would let the next one pass unseen. */
class UnusedAcceptance extends DeliveryError {
  override readonly name = 'UnusedAcceptance';

  constructor(environment: string, names: readonly string[]) {
    super(
      `ACCEPTED_DRIFT of ${environment} names what has not drifted: ${names.join(', ')}. Take it out of the variable`,
    );
  }
}
