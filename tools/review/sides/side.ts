import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

import { CloudAssemblyError, readCloudAssembly, type SynthesizedEnvironment } from '../../assembly/cloud-assembly';
import { ReviewError } from '../review-error';
import { checkOut } from './checkout';
import { synthesize } from './synthesize';

/** Where the sides of a review come from. */
export interface Workshop {
  /** Folder of the repository. */
  readonly root: string;
  /** A folder for what is made on the way; the caller removes it. */
  readonly temporary: string;
  /** For applications that choose by it; the same for both sides. */
  readonly context: Readonly<Record<string, unknown>>;
}

function isFolder(name: string): boolean {
  return existsSync(name) && statSync(name).isDirectory();
}

function read(folder: string, side: string): SynthesizedEnvironment[] {
  try {
    return readCloudAssembly(folder);
  } catch (error) {
    if (!(error instanceof CloudAssemblyError)) throw error;
    throw new ReviewError(`the ${side} cannot be read: ${error.message}`, { cause: error });
  }
}

/**
 * One side of a review.
 *
 * @param given a folder that `cdk synth` wrote, a name of git, or `.` for the working tree as it is
 * @param side `base` or `head`, for messages
 * @throws ReviewError
 */
export function environmentsOf(
  given: string,
  side: string,
  { root, temporary, context }: Workshop,
): SynthesizedEnvironment[] {
  const out = path.join(temporary, `${side}.out`);
  if (given === '.') {
    synthesize(root, out, context);
    return read(out, side);
  }
  if (isFolder(given)) return read(given, side);
  const checkout = checkOut(root, given, path.join(temporary, side));
  try {
    synthesize(checkout.folder, out, context);
    return read(out, side);
  } finally {
    checkout.remove();
  }
}
