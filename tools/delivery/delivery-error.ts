/** A step of the delivery must not go on; the message says what was found and what to do. Never holds a credential. */
export abstract class DeliveryError extends Error {
  /** What a command line prints in front of the message. */
  public override toString(): string {
    return this.message;
  }
}

/** The command line or its environment lacks something. */
export class WrongCall extends DeliveryError {
  override readonly name = 'WrongCall';
}

/** A program that a step runs has failed. */
export class ProgramFailed extends DeliveryError {
  override readonly name = 'ProgramFailed';

  constructor(
    readonly program: string,
    readonly exitCode: number | null,
  ) {
    super(
      `${program} failed (${exitCode === null ? 'it was stopped' : `exit code ${exitCode}`}): see its output above`,
    );
  }
}
