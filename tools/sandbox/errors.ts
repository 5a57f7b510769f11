/** Something a person can act on: what was found and what to do about it. Printed without a stack trace. */
export class SandboxError extends Error {
  /**
   * @param found what was found, a sentence without its full stop
   * @param remedy what to do now
   */
  constructor(found: string, remedy: string, options?: ErrorOptions) {
    super(`${found}. ${remedy}`, options);
    this.name = new.target.name;
  }
}

/** The endpoint or the account is not the emulator's: going on could reach a real account. */
export class NotTheEmulator extends SandboxError {}

/** The emulator is missing, did not start, or is another version than its profile describes. */
export class EmulatorFailed extends SandboxError {}

/** A program that the sandbox runs ended with an error. */
export class CommandFailed extends SandboxError {}

/** Something that stays in the template refers to something that was left out. */
export class RefersToLeftOut extends SandboxError {}

/** The room did not behave as its configuration says. */
export class NotAsDeclared extends SandboxError {}

/** Ctrl-C, or a request to end. */
export class Interrupted extends SandboxError {}
