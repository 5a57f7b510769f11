import type { Invocation } from '../../../tools/functions/execution-environment';
import { rotationSteps } from '../../../tools/functions/rotating-secret';
import type { Moment } from './guarded-emulator';
import type { RunningRoom } from './running-room';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** What must be so after an event, whatever happened in between. */
interface Wanted {
  /** Version that is current. */
  readonly current: string;
  /** Of the user's keys, oldest first. */
  readonly statuses?: readonly string[];
}

/** One event of a life, with the account as it was before it. */
export interface Beat {
  readonly name: string;
  /** Name of the secret. */
  readonly secret: string;
  readonly start: Moment;
  /** Names of the calls that it makes when nothing fails, in order. */
  readonly calls: readonly string[];
  readonly deliver: () => Promise<Invocation>;
  /** What AWS does afterwards. @returns whether it ends */
  readonly goOn: (first: Invocation) => Promise<boolean>;
  readonly crash: () => Promise<void>;
  readonly wanted: Wanted;
}

/** Puts the events of a life down, one after another, while it is lived without a fault. */
class Score {
  public readonly beats: Beat[] = [];

  public constructor(private readonly room: RunningRoom) {}

  public async add(beat: Omit<Beat, 'start' | 'calls'>): Promise<void> {
    const start = await this.room.emulator.save();
    this.room.gate.planFaults([]);
    const { outcome, error } = await beat.deliver();
    if (outcome !== 'done') throw new Error(`${beat.name}: ${error ?? outcome}`);
    this.beats.push({ ...beat, start, calls: this.room.gate.calls.map((call) => `${call.service}:${call.name}`) });
  }
}

/** A rotation, step by step. */
export async function rotationBeats(
  room: RunningRoom,
  name: string,
  statuses?: readonly string[],
): Promise<{ readonly token: string; readonly beats: readonly Beat[] }> {
  const score = new Score(room);
  const secret = room.secret(name);
  const token = await secret.begin();
  for (const [index, step] of rotationSteps.entries()) {
    await score.add({
      ...{ name: `${step} of ${name}`, secret: name },
      deliver: () => secret.deliver(step, token),
      crash: () => room.function(`-rotate-${name}`).crash(),
      goOn: async ({ outcome }) => {
        let isDone = outcome === 'done';
        for (const next of rotationSteps.slice(index + 1)) {
          if (isDone) isDone = (await secret.deliver(next, token)).outcome === 'done';
        }
        if (isDone) return true;
        await room.emulator.pass(hour / 12);
        return (await secret.attempt(token)).isFinished;
      },
      wanted: { current: token, ...(statuses && { statuses }) },
    });
  }
  return { token, beats: score.beats };
}

/** The second rotation of an access key and the retirement of its first, event by event. */
export async function beatsOfAccessKey(room: RunningRoom, name: string): Promise<readonly Beat[]> {
  const { token, beats } = await rotationBeats(room, name, ['Active', 'Active']);
  const score = new Score(room);
  for (const [what, after, statuses] of [
    ['the tick that labels the old version', day, ['Active', 'Active']],
    ['the tick that deactivates the old key', 6.5 * day, ['Inactive', 'Active']],
    ['the tick that deletes the old key', 1.2 * day, ['Active']],
  ] as const) {
    await room.emulator.pass(after);
    await score.add({
      ...{ name: what, secret: name },
      deliver: () => room.tick(),
      crash: () => room.function('-portal-reconcile').crash(),
      goOn: async () => {
        await room.emulator.pass(hour);
        return (await room.tick()).outcome === 'done';
      },
      wanted: { current: token, statuses },
    });
  }
  return [...beats, ...score.beats];
}
