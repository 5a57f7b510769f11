import type { CommonEnvironment } from '../rotation/environment';

/** A secret that the function looks after. Names are without the workload's prefix, because space is scarce. */
export type LookedAfter =
  | {
      readonly kind: 'access-key';
      readonly name: string;
      readonly user: string;
      readonly overlapDays: number;
      readonly watchDays: number;
      /** Days after which an old key is deactivated although it is still used. Absent: never. */
      readonly usedKeyDays?: number;
    }
  /** Rotated by a function of its own; its first rotation and its emergencies are started here, unfinished ones told. */
  | { readonly kind: 'value'; readonly name: string }
  /** Replaced by a person; only its age is told. */
  | { readonly kind: 'aging'; readonly name: string };

/** The environment contract of the function that retires keys, starts first rotations and tells ages. */
export interface ReconcileSecretsEnvironment extends CommonEnvironment {
  /** `<workload>/<environment>/`. */
  readonly SECRET_PREFIX: string;
  /** JSON list of `LookedAfter`. */
  readonly SECRETS: string;
}
