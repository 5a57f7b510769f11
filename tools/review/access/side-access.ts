import type { Assembly } from '../../access/assembly';
import type { AccessRow } from '../../access/rows/access-row';
import { readAccess } from '../../access/rows/access-rows';
import type { Stack } from '../../access/template';
import type { SynthesizedEnvironment } from '../../assembly/cloud-assembly';
import { ReviewError } from '../review-error';
import { understood, type Unread } from './understood';

/** Who can do what on one side, as far as the stacks tell it. */
export interface SideAccess {
  readonly rows: readonly AccessRow[];
  /** What gives or refuses access in a way that nobody here can tell. */
  readonly unread: readonly Unread[];
  readonly assembly: Assembly;
  /** The stacks without intrinsic functions. */
  readonly resolved: readonly Stack[];
  /** Asks a simulator about some of the rows. @throws AccessError when it does not agree */
  readonly confirm: (some: readonly AccessRow[]) => Promise<void>;
}

async function accessOf(environment: SynthesizedEnvironment): Promise<SideAccess> {
  const { stacks, unread, resolved } = await understood(environment.stacks);
  return { ...(await readAccess({ ...environment, stacks })), unread, resolved };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** @throws ReviewError that names the environment */
export async function notUnderstood<Result>(
  { name }: SynthesizedEnvironment,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw new ReviewError(
      `${name}: nobody can tell who gains access, because the head is not understood: ${messageOf(cause)}`,
      { cause },
    );
  }
}

/** @throws ReviewError when nobody can tell who may do what */
export function headAccess(environment: SynthesizedEnvironment): Promise<SideAccess> {
  return notUnderstood(environment, () => accessOf(environment));
}

export type NoteOr<Found> = { readonly found: Found } | { readonly note: string };

/** What cannot be told of the base is a note: a change that mends it must get through. */
export async function baseAccess(environment: SynthesizedEnvironment): Promise<NoteOr<SideAccess>> {
  try {
    return { found: await accessOf(environment) };
  } catch (cause) {
    return {
      note: `The access of the base is not understood, so that all access of the head counts as new: ${messageOf(cause)}`,
    };
  }
}
