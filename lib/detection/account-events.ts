import type { Environment } from '../config/parameters';
import { bucketEvents } from './bucket-events';
import { deliveryEvents } from './delivery-events';
import type { EventDetection } from './detection';
import { identityEvents } from './identity-events';
import { keyEvents } from './key-events';
import { signInEvents } from './sign-in-events';
import { trailEvents } from './trail-events';
import { watchEvents } from './watch-events';

/**
 * Single events of the account that an environment stands in. Environments that share an account ring each, unless one
 * says that another does (`alarms.accountWide`): then it keeps what is about its own resources.
 */
export function accountEvents(environment: Environment): EventDetection[] {
  return [trailEvents, keyEvents, bucketEvents, watchEvents, identityEvents, signInEvents, deliveryEvents].flatMap(
    (events) => events(environment),
  );
}
