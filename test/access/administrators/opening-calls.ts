import type { Environment } from '../../../lib/config/parameters';
import { matchesArn } from '../../../tools/access/arn-patterns';
import type { Assembly } from '../../../tools/access/assembly';
import { type Change, openingsOf, type Opening } from '../../../tools/access/escalation/openings';
import { type Subject, subjectsOf } from '../../../tools/access/escalation/subjects';
import { type ChangeWay, type WayCall, waysTo } from '../../../tools/access/escalation/ways';
import { isPattern } from '../../../tools/access/patterns';
import { accessRows } from '../../../tools/access/rows/access-rows';
import { deliveriesOf } from '../../detection/support/buses';
import { administrator, ask } from '../../support/questions';
import { type Room, roomOf } from '../../support/room';
import { synth } from '../../support/templates';
import { untold } from './listed-openings';
import { eventOfCall } from './recorded-calls';
import { administratorArn, canRead, treasuresOf } from './treasures';

/** A call that an administrator may make, and the detections that ring for it. */
export interface RingingCall {
  readonly action: string;
  readonly path: string;
  readonly detections: readonly string[];
}

export interface RingingWay {
  readonly path: string;
  /** Of each step the calls that are allowed. */
  readonly steps: readonly (readonly RingingCall[])[];
}

export interface RingingOpening {
  readonly opening: Opening;
  readonly changes: readonly { readonly change: Change; readonly ways: readonly RingingWay[] }[];
}

/** Passing a role has no event of its own. */
export const passRole = 'iam:PassRole';

function isHeard({ action, detections }: RingingCall): boolean {
  return action !== passRole && (detections.length > 0 || untold.has(action));
}

/** A way rings when one of its steps cannot be made in silence. */
export function rings({ steps }: RingingWay): boolean {
  return steps.some((calls) => calls.every(isHeard));
}

/** An opening is silent when each of its changes can be made in a way that does not ring. */
export function isSilent({ changes }: RingingOpening): boolean {
  return !changes.some(({ ways }) => ways.length > 0 && ways.every(rings));
}

/** The resource that a call on a pattern would mean. */
function placeIn({ resources }: Assembly, on: string): string | undefined {
  if (!isPattern(on)) return on;
  return resources.find(({ arn }) => matchesArn(arn, on))?.arn;
}

class Administrator {
  private readonly ringing = new Map<string, readonly string[]>();

  constructor(
    private readonly room: Room,
    private readonly subjects: readonly Subject[],
  ) {}

  public async ways(change: Change): Promise<RingingWay[]> {
    // To pass a role is nothing by itself: the calls that pass one are ways by themselves.
    const known = waysTo(change, this.subjects).filter(({ path }) => path.id !== 'pass-role');
    const ways = await Promise.all(known.map((way) => this.ringingWay(way)));
    return ways.filter(({ steps }) => steps.every((calls) => calls.length > 0));
  }

  private async ringingWay({ path, subject, steps }: ChangeWay): Promise<RingingWay> {
    return {
      path: path.id,
      steps: await Promise.all(
        steps.map(async (calls) =>
          (await Promise.all(calls.map((call) => this.allowedCall(path.id, subject, call)))).flat(),
        ),
      ),
    };
  }

  private async allowedCall(path: string, subject: Subject, { action, on }: WayCall): Promise<RingingCall[]> {
    for (const wanted of on) {
      const place = wanted === '*' ? wanted : placeIn(this.room.assembly, wanted);
      if (place !== undefined && !(await this.may(action, place))) continue;
      return [{ action, path, detections: this.detectionsOf(action, subject, place ?? wanted) }];
    }
    return [];
  }

  /** Whether the policies of resources leave it to the account; what has none is left to it. */
  private async may(action: string, place: string): Promise<boolean> {
    const { assembly } = this.room;
    if (!assembly.resources.some(({ arn }) => arn === place)) return true;
    const caller = administrator(administratorArn(this.room));
    return (await ask(assembly, { caller, action, resource: place })) === 'Allowed';
  }

  private detectionsOf(action: string, subject: Subject, on: string): readonly string[] {
    const name = `${action} ${subject.id} ${on}`;
    const known = this.ringing.get(name);
    if (known !== undefined) return known;
    const event = eventOfCall(this.room.environment, action, subject, on);
    const delivered = event === undefined ? [] : deliveriesOf(this.room, [event]);
    const found = new Set(
      delivered.flatMap(({ transformer }) => /#([a-z-]+)"?$/.exec(transformer?.InputTemplate ?? '')?.[1] ?? []),
    );
    this.ringing.set(name, [...found].sort());
    return [...found].sort();
  }
}

/** Everything that opens something of an environment, with what rings for it. */
export async function ringingOpeningsOf(
  environment: Environment,
  stacks = synth(environment),
): Promise<RingingOpening[]> {
  const { name, account, region } = environment;
  const room = roomOf(environment, stacks);
  const rows = await accessRows({ name, account, region, stacks });
  const somebody = new Administrator(room, subjectsOf(room.assembly.stacks, rows));
  const found: RingingOpening[] = [];
  for (const treasure of treasuresOf(room)) {
    for (const opening of await openingsOf(room.assembly, treasure, administratorArn(room), canRead)) {
      const changes = await Promise.all(
        opening.changes.map(async (change) => ({ change, ways: await somebody.ways(change) })),
      );
      found.push({ opening, changes });
    }
  }
  return found;
}
