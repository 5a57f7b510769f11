import { PolicyTooLargeError } from '../lib/access/policy-size';
import { ConfigurationError } from '../lib/config/finding';
import { ChoiceError } from '../lib/config/written-configuration';
import { NotDeliveredError } from '../lib/delivery/delivered';

/**
 * Ends the program with the message alone of an error that tells people what to change: CDK would print its stack and its
 * fields.
 */
export function forPeople<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const kinds = [ConfigurationError, ChoiceError, PolicyTooLargeError, NotDeliveredError];
    if (!(error instanceof Error) || !kinds.some((kind) => error instanceof kind)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
