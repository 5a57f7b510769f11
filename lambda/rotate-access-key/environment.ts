import type { RotationEnvironment } from '../rotation/environment';

/** The environment contract of the function that rotates an access key. */
export interface RotateAccessKeyEnvironment extends RotationEnvironment {
  readonly USER_NAME: string;
  /** With a slash at both ends. */
  readonly USER_PATH: string;
  /** Days for which the old key stays active. */
  readonly OVERLAP_DAYS: string;
  /** Days between deactivation and deletion. */
  readonly WATCH_DAYS: string;
  /** Days after which an old key counts no longer as used. Absent: never. */
  readonly USED_KEY_DAYS?: string;
  /** Plain fields beside the key, as a JSON object. */
  readonly FIELDS: string;
  /** JSON of a `Trial`. */
  readonly TRIAL: string;
}
