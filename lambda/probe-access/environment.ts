import type { Trial } from '../access-keys/trial';

/** One access key and what it is for. */
export interface ProbedKey {
  /** Name of its secret, without the workload's prefix. */
  readonly name: string;
  readonly user: string;
  /** The harmless call that its user makes. */
  readonly trial: Trial;
}

/** The environment contract of the function that tries a workload's access. */
export interface ProbeAccessEnvironment {
  /** Region of the room: nothing is taken from the machine. */
  readonly ROOM_REGION: string;
  /** `<workload>/<environment>/`. */
  readonly SECRET_PREFIX: string;
  /** JSON list of `ProbedKey`. */
  readonly KEYS: string;
}
