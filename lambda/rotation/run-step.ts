import { RotationStopped } from './errors';
import type { RotationEvent, Step } from './event';
import type { Journal } from './journal';
import { type Clock, CURRENT, type Log, PENDING, type SecretDescription, type SecretStore } from './ports';
import { hasStage } from './versions';

/** What every kind of rotation works with. */
export interface RotationPorts {
  readonly store: SecretStore;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
}

/** One step of one rotation, after its guard. */
export interface StepContext {
  /** Name of the secret, for messages. */
  readonly secret: string;
  /** The event's `SecretId`. */
  readonly secretId: string;
  readonly token: string;
  readonly description: SecretDescription;
}

/** The steps of one kind of secret. There is no `setSecret`: nothing that Strongroom rotates has a second place. */
export interface RotationSteps {
  createSecret(context: StepContext): Promise<void>;
  testSecret(context: StepContext): Promise<void>;
  finishSecret(context: StepContext): Promise<void>;
  /** In `finishSecret` of a rotation whose version is current already: a lost answer must lose no bookkeeping. */
  afterFinish(context: StepContext): Promise<void>;
}

/**
 * The guard that every step passes first.
 *
 * @returns whether the rotation is finished already
 * @throws RotationStopped before anything was done
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
function guard(secret: string, token: string, description: SecretDescription): boolean {
  const stop = (problem: 'not-enabled' | 'unknown-token' | 'not-pending', found: string, advice: string) =>
    new RotationStopped(problem, secret, found, advice);
  if (description.isDeleted) {
    throw stop('not-enabled', 'it is scheduled for deletion', 'Restore it, or let it go');
  }
  if (!description.rotationEnabled) {
    throw stop('not-enabled', 'its rotation is switched off', 'Deploy its stack, which switches it on again');
  }
  if (!(token in description.stages)) {
    throw stop('unknown-token', `it has no version ${token}`, 'Start a new rotation: this one is over');
  }
  if (hasStage(description, token, CURRENT)) return true;
  if (!hasStage(description, token, PENDING)) {
    throw stop(
      'not-pending',
      `version ${token} is not ${PENDING}`,
      'Start a new rotation: this one was given up, or another took its place',
    );
  }
  return false;
}

/** Runs one step: guard first, then the kind's own work. A step of a finished rotation does nothing. */
export async function runStep(
  event: RotationEvent,
  secret: string,
  steps: RotationSteps,
  { store, log }: RotationPorts,
): Promise<void> {
  const { step, secretId, token } = event;
  const description = await store.describe();
  const context = { secret, secretId, token, description };
  if (guard(secret, token, description)) {
    if (step === 'finishSecret') await steps.afterFinish(context);
    log.info('already finished', { step, token });
    return;
  }
  await stepOf(steps, step)(context);
  log.info('step done', { step, token });
}

function stepOf(steps: RotationSteps, step: Step): (context: StepContext) => Promise<void> {
  switch (step) {
    case 'createSecret':
      return (context) => steps.createSecret(context);
    case 'testSecret':
      return (context) => steps.testSecret(context);
    case 'finishSecret':
      return (context) => steps.finishSecret(context);
    case 'setSecret':
      return () => Promise.resolve();
  }
}
