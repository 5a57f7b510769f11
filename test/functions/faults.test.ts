import { type Case, type FaultKind, faultKinds, type Lane, liveAll } from '../support/functions/every-fault';
import { type Beat, beatsOfAccessKey, rotationBeats } from '../support/functions/faulty-life';
import { RunningRoom } from '../support/functions/running-room';
import { synthesizedRoom } from '../support/functions/synthesized-room';
import { environments, named } from '../support/templates';

const day = 24 * 60 * 60 * 1000;
const accessKey = 'scanner-key';
const value = 'session-keys';
const synthesized = synthesizedRoom(named(environments, 'prod'));

/** Rooms in which lives are lived at the same time: functions wait for AWS and for each other most of their time. */
const laneCount = 4;

const rooms: RunningRoom[] = [];
let lanes: readonly Lane[] = [];
let found: ReadonlyMap<Case, readonly string[]>;

beforeAll(async () => {
  lanes = await Promise.all(Array.from({ length: laneCount }, open));
  const cases = casesOf(lanes[0]?.beats ?? []);
  found = await liveAll(lanes, cases);
}, 900_000);

afterAll(async () => {
  await Promise.all(rooms.map((room) => room.stop()));
});

describe('every promise is kept, nothing is left over and no secret gets out, whatever befalls the deployed bundle:', () => {
  const each = 'at each call of a rotation of an access key and of its retirement';

  // What a crash before one call leaves behind is what a crash after the call before it does; and a call that only reads
  // leaves nothing, so a crash after it is one before it. The model of AWS lives through those too (test/lambda/faults).
  it('a crash before the first and after every call that AWS remembers, in the same lives and in one of JWT keys', () => {
    expect(failuresOf('crash-before')).toEqual([]);
    expect(failuresOf('crash-after')).toEqual([]);
    expect(countOf('crash-before')).toBeGreaterThan(8);
    expect(countOf('crash-after')).toBeGreaterThan(25);
  });

  // A lost answer to a call that only reads is asked for again, and nothing else.
  it('a lost answer, at each call that changes secret, key or journal', () => {
    expect(failuresOf('lost-response')).toEqual([]);
    expect(countOf('lost-response')).toBeGreaterThan(12);
  });

  it(`a refusal, ${each}`, () => {
    expect(failuresOf('denied')).toEqual([]);
    expect(countOf('denied')).toBeGreaterThan(50);
  });

  it('the same event delivered twice, at each call of a rotation and at the first of each kind in a retirement', () => {
    expect(failuresOf('duplicate')).toEqual([]);
    expect(countOf('duplicate')).toBeGreaterThan(30);
  });

  it('throttling until the SDK gives up, at the first call of each kind', () => {
    expect(failuresOf('throttle')).toEqual([]);
    expect(countOf('throttle')).toBeGreaterThan(15);
  });

  // Each waits for the ten seconds after which the functions give a call up.
  it('no answer at all, at a sample: the first call of each kind that changes secret, key or journal', () => {
    expect(failuresOf('time-out')).toEqual([]);
    expect(countOf('time-out')).toBeGreaterThan(5);
  });
});

async function open(): Promise<Lane> {
  const room = await RunningRoom.start(synthesized, { keepsWarm: true });
  rooms.push(room);
  await room.renew();
  await room.fill([value, accessKey]);
  const beats = await beatsOfAccessKey(room, accessKey);
  await room.emulator.pass(60 * day);
  return { room, beats: [...beats, ...(await rotationBeats(room, value)).beats] };
}

/** Three equal rounds of calls try a new key: the first stands for all. */
const roundsOfTrial = 3;

const writes = /:(?:Put|Update|Create|Delete|Transact)/;

/** Calls with the key on trial: IAM tells when and where it was last used. */
const usesOfKey = /^(?:sts|s3):/;

function casesOf(beats: readonly Beat[]): Case[] {
  const seen = new Map<FaultKind, Set<string>>(faultKinds.map((kind) => [kind, new Set()]));
  const cases = beats.flatMap(({ name, calls, secret }, beat) =>
    calls.flatMap((called, call) =>
      faultKinds.flatMap((kind) => {
        const place = `${isTick(name) ? 'tick' : secret} ${called}`;
        const isFirst = !seen.get(kind)?.has(place);
        if (!isMeant({ kind, call, called, name, isFirst, isRepeated: isRepeated(beats, beat, call) })) return [];
        seen.get(kind)?.add(place);
        return [{ beat, call, kind }];
      }),
    ),
  );
  // The long ones first, so that no lane waits for another in the end.
  return cases.toSorted((one, other) => Number(other.kind === 'time-out') - Number(one.kind === 'time-out'));
}

/** Whether it stands for nothing new: a later round of a trial, or the calls with which the tick before began too. */
function isRepeated(beats: readonly Beat[], beat: number, call: number): boolean {
  const { name = '', calls = [] } = beats[beat] ?? {};
  if (name.startsWith('testSecret')) {
    const trials = calls.flatMap((called, index) => (/^(?:sts|s3|iam):/.test(called) ? [index] : []));
    return trials.indexOf(call) >= trials.length / roundsOfTrial;
  }
  const before = beats[beat - 1];
  return (
    isTick(name) &&
    before !== undefined &&
    isTick(before.name) &&
    calls.slice(0, call + 1).every((called, index) => called === before.calls[index])
  );
}

function isTick(name: string): boolean {
  return name.startsWith('the tick');
}

interface Candidate {
  readonly kind: FaultKind;
  readonly call: number;
  readonly called: string;
  readonly name: string;
  readonly isFirst: boolean;
  readonly isRepeated: boolean;
}

function isMeant({ kind, call, called, name, isFirst, isRepeated }: Candidate): boolean {
  const ofValue = name.endsWith(value);
  if (isRepeated || (ofValue && !['crash-after', 'crash-before'].includes(kind))) return false;
  switch (kind) {
    case 'crash-before':
      return call === 0;
    case 'crash-after':
      return writes.test(called) || usesOfKey.test(called);
    case 'denied':
      return true;
    case 'lost-response':
      return writes.test(called);
    case 'duplicate':
      return isFirst || !isTick(name);
    case 'throttle':
      return isFirst;
    case 'time-out':
      return isFirst && writes.test(called);
  }
}

function failuresOf(kind: FaultKind): string[] {
  return [...found].flatMap(([one, failures]) => (one.kind === kind ? failures : []));
}

function countOf(kind: FaultKind): number {
  return [...found.keys()].filter((one) => one.kind === kind).length;
}
