import { knownActions } from '../../../tools/access/actions';
import { ActionIndex } from '../../../tools/access/completeness/action-index';
import { wholeAccessOf, type WholeAccess } from '../../../tools/access/completeness/completeness';
import { Interview } from '../../../tools/access/completeness/interview';
import type { Room } from '../../support/room';

async function begin(): Promise<Interview> {
  const actions = await knownActions();
  return new Interview(new ActionIndex(actions.map(({ action }) => action)));
}

let begun: Promise<Interview> | undefined;

/** One interview for all environments: what none of them allows is asked once. */
export function interview(): Promise<Interview> {
  begun ??= begin();
  return begun;
}

/** What everybody may do in a room, and what it took to find out. */
export interface Asked {
  readonly access: readonly WholeAccess[];
  readonly questions: number;
  readonly simulated: number;
  /** Processor time in seconds. */
  readonly seconds: number;
}

const known = new WeakMap<Room, Promise<Asked>>();

export function askAll(room: Room): Promise<Asked> {
  const asked = known.get(room) ?? ask(room);
  known.set(room, asked);
  return asked;
}

async function ask(room: Room): Promise<Asked> {
  const asking = await interview();
  const before = asking.effort;
  const begun = process.cpuUsage();
  const access = await wholeAccessOf(room.assembly, asking);
  const { user, system } = process.cpuUsage(begun);
  const { asked, simulated } = asking.effort;
  return {
    access,
    questions: asked - before.asked,
    simulated: simulated - before.simulated,
    seconds: (user + system) / 1e6,
  };
}
