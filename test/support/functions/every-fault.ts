import type { Fault, PlannedFault } from '../../../tools/gate/faults';
import type { Beat } from './faulty-life';
import { leaksOf } from './leaks';
import type { RunningRoom } from './running-room';

/** As the model of AWS has them (test/support/aws-model/faults.ts). */
export const faultKinds = [
  'crash-before',
  'crash-after',
  'lost-response',
  'throttle',
  'denied',
  'time-out',
  'duplicate',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** One fault in the life of one lane, by the positions that all lanes share. */
export interface Case {
  readonly beat: number;
  readonly call: number;
  readonly kind: FaultKind;
}

/** A room of its own, so that several lives can be lived at the same time. */
export interface Lane {
  readonly room: RunningRoom;
  readonly beats: readonly Beat[];
}

/** Times that the SDK asks before it gives a throttled call up. */
const mostAttempts = 3;

/** Every call from one on. */
function from(call: number): PlannedFault['at'] {
  let seen = -1;
  return () => {
    seen += 1;
    return seen >= call;
  };
}

function planned({ kind, call }: Case, { deliver, crash }: Beat): PlannedFault {
  const at = (fault: Fault): PlannedFault => ({ at: call, fault });
  switch (kind) {
    case 'crash-before':
      return at({ kind: 'hang', isDone: false, meanwhile: crash });
    case 'crash-after':
      return at({ kind: 'hang', isDone: true, meanwhile: crash });
    case 'lost-response':
      return at({ kind: 'lose-answer' });
    case 'throttle':
      return { at: from(call), fault: { kind: 'refuse', reason: 'throttled' }, times: mostAttempts };
    case 'denied':
      return at({ kind: 'refuse', reason: 'denied' });
    case 'time-out':
      return at({ kind: 'hang', isDone: true });
    case 'duplicate':
      // The same event once more, which goes through while the first waits before its call.
      return at({ kind: 'interfere', before: () => deliver().then(() => undefined) });
  }
}

/** Lives all cases, as many at a time as there are lanes. @returns what went wrong, by case */
export async function liveAll(lanes: readonly Lane[], cases: readonly Case[]): Promise<Map<Case, readonly string[]>> {
  const left = [...cases];
  const found = new Map<Case, readonly string[]>();
  await Promise.all(
    lanes.map(async (lane) => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) found.set(next, await live(lane, next));
    }),
  );
  return found;
}

async function live({ room, beats }: Lane, one: Case): Promise<readonly string[]> {
  const beat = beats[one.beat];
  if (beat === undefined) throw new Error('there is no such event');
  await room.putBack(beat.start);
  room.gate.planFaults([planned(one, beat)]);
  const first = await beat.deliver();
  const hasMet = room.gate.hasMetFaults;
  room.gate.planFaults([]);
  const ends = await beat.goOn(first);
  const broken = [
    ...(hasMet ? [] : ['met no call']),
    ...(ends ? [] : ['does not end']),
    ...(await brokenPromises(room, beat)),
  ];
  return broken.map((promise) => `${one.kind} at call ${String(one.call)} of ${beat.name}: ${promise}`);
}

/** What a life with faults must keep in the end, as one without. */
async function brokenPromises(room: RunningRoom, { secret, wanted }: Beat): Promise<string[]> {
  const stages = await room.stages(secret);
  const current = Object.entries(stages).find(([, labels]) => labels.includes('AWSCURRENT'))?.[0];
  const values = await valuesOf(room, secret, stages);
  const leaks = await leaksOf(room, secret, values);
  return [
    ...(current === wanted.current ? [] : ['another version is current']),
    ...leaks.map((leak) => `${leak} leaked`),
    ...(wanted.statuses === undefined ? [] : await brokenKeys(room, secret, values, wanted.statuses)),
  ];
}

/** Of every version that has a label and a value. */
async function valuesOf(room: RunningRoom, secret: string, stages: Readonly<Record<string, readonly string[]>>) {
  const values = await Promise.all(
    Object.values(stages).flatMap(([label]) =>
      label === undefined ? [] : room.value(secret, label).catch(withoutValue),
    ),
  );
  return values.filter((value) => value !== '');
}

function withoutValue(error: unknown): string {
  if (error instanceof Error && error.name === 'ResourceNotFoundException') return '';
  throw error;
}

async function brokenKeys(
  room: RunningRoom,
  secret: string,
  values: readonly string[],
  statuses: readonly string[],
): Promise<string[]> {
  const keys = await room.keysOf(secret);
  const known = values.map((value) => (JSON.parse(value) as { readonly accessKeyId: string }).accessKeyId);
  const orphans = keys.filter(({ id }) => !known.includes(id));
  const found = keys.map(({ status }) => status).join();
  return [
    ...((await room.works(await room.value(secret))) ? [] : ['the current key does not work']),
    ...(orphans.length === 0 ? [] : [`${String(orphans.length)} keys lie in no version`]),
    ...(found === statuses.join() ? [] : [`its keys are ${found}`]),
  ];
}
