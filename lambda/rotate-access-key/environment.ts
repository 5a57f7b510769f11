import type { RotationEnvironment } from '../rotation/environment';

/** A harmless call with which a new key is tried beside sts:GetCallerIdentity. */
export type Trial = (
  | { readonly call: 'list-objects'; readonly bucket: string; readonly prefix: string }
  | { readonly call: 'describe-secret'; readonly secretName: string }
) & {
  /** A refusal proves the key too: the user may do nothing harmless, or only from addresses that are not Lambda's. */
  readonly mayBeDenied: boolean;
};

/** The environment contract of the function that rotates an access key. */
export interface RotateAccessKeyEnvironment extends RotationEnvironment {
  readonly USER_NAME: string;
  /** With a slash at both ends. */
  readonly USER_PATH: string;
  /** Days for which the old key stays active. */
  readonly OVERLAP_DAYS: string;
  /** Days between deactivation and deletion. */
  readonly WATCH_DAYS: string;
  /** Plain fields beside the key, as a JSON object. */
  readonly FIELDS: string;
  /** JSON of a `Trial`. */
  readonly TRIAL: string;
}
