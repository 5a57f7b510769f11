import { ConfigurationError } from '../../lib/config/finding';
import { ChoiceError } from '../../lib/config/written-configuration';

type ErrorKind = abstract new (...words: never[]) => Error;

/**
 * The action of a command which, for an error that tells people what to change, ends with its message alone and exit status 1;
 * any other error is one of the program, and passes.
 *
 * @param kinds of such errors, beside those of configuration and choice
 */
export function forPeople<Words extends unknown[]>(
  kinds: readonly ErrorKind[],
  work: (...words: Words) => void | Promise<void>,
): (...words: Words) => Promise<void> {
  return async (...words) => {
    try {
      await work(...words);
    } catch (error) {
      const isForPeople = [ConfigurationError, ChoiceError, ...kinds].some((kind) => error instanceof kind);
      if (!isForPeople || !(error instanceof Error)) throw error;
      console.error(error.message);
      process.exitCode = 1;
    }
  };
}
