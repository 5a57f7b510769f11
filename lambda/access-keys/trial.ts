import { membersOf } from '../rotation/json';

/** A harmless call with which a key is tried beside sts:GetCallerIdentity. */
export type Trial = (
  | { readonly call: 'list-objects'; readonly bucket: string; readonly prefix: string }
  | { readonly call: 'describe-secret'; readonly secretName: string }
) & {
  /** A refusal proves the key too: the user may do nothing harmless, or only from addresses that are not Lambda's. */
  readonly mayBeDenied: boolean;
};

/** A trial in a variable of a template, if it is one that this version knows. */
export function trialIn(value: unknown): Trial | undefined {
  const { call, mayBeDenied, bucket, prefix, secretName } = membersOf(value);
  if (typeof mayBeDenied !== 'boolean') return undefined;
  if (call === 'list-objects' && typeof bucket === 'string' && typeof prefix === 'string') {
    return { call, mayBeDenied, bucket, prefix };
  }
  return call === 'describe-secret' && typeof secretName === 'string' ? { call, mayBeDenied, secretName } : undefined;
}
