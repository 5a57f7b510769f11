import { RotationStopped } from './errors';
import { membersOf } from './json';

const steps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

export type Step = (typeof steps)[number];

/**
 * What Secrets Manager sends for each step, without its `RotationToken`: a function in the secret's own account needs
 * none, and it is better not to hold it.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export interface RotationEvent {
  readonly step: Step;
  /** ARN of the secret. */
  readonly secretId: string;
  /** Id of the version that this rotation makes, the same in every try. */
  readonly token: string;
}

function isStep(value: unknown): value is Step {
  return steps.some((step) => step === value);
}

/** Whether an id is the ARN of the secret of that name, or the name itself. Secrets Manager appends six characters. */
function namesSecret(id: string, secretName: string): boolean {
  const resource = id.split(':secret:')[1] ?? id;
  return (
    resource === secretName || (resource.startsWith(`${secretName}-`) && resource.length === secretName.length + 7)
  );
}

/**
 * Reads an event for the one secret that the function is there for.
 *
 * @throws RotationStopped `bad-event` for anything else; nothing was done then
 */
export function readRotationEvent(event: unknown, secretName: string): RotationEvent {
  const refuse = (found: string) =>
    new RotationStopped('bad-event', secretName, found, 'Start rotations with "aws secretsmanager rotate-secret" only');
  const { Step: step, SecretId: secretId, ClientRequestToken: token } = membersOf(event);
  if (!isStep(step)) throw refuse(`the event's Step is none of ${steps.join(', ')}`);
  if (typeof secretId !== 'string' || !namesSecret(secretId, secretName)) {
    throw refuse('the event names another secret than this function rotates');
  }
  if (typeof token !== 'string' || token.length < 32 || token.length > 64) {
    throw refuse('the event has no ClientRequestToken of 32 to 64 characters');
  }
  return { step, secretId, token };
}
