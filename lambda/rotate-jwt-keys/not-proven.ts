import { RotationStopped } from '../rotation/errors';

/** A pending value is not what a rotation may promote. The message goes on after "the pending value". */
export class NotProven extends Error {
  override readonly name = 'NotProven';
}

/** What a proof that fails tells the operator. */
export function refusal(secret: string, versionId: string, { message }: Error): RotationStopped {
  return new RotationStopped(
    'value-invalid',
    secret,
    `the pending value ${message}`,
    `Give version ${versionId} up with the request "discard" in the journal, then rotate again`,
  );
}
