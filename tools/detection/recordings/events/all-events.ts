import type { Environment } from '../../../../lib/config/parameters';
import { bucketEvents } from './bucket-events';
import { deliveryEvents } from './delivery/delivery-events';
import { functionEvents } from './function-events';
import { handedRoleEvents } from './handed-role-events';
import { identityEvents } from './identity-events';
import { keyEvents } from './key-events';
import type { RecordedEvent } from './recorded-event';
import { roleEvents } from './role-events';
import { secretEvents } from './secret-events';
import { signInEvents } from './sign-in-events';
import { trailEvents } from './trail-events';
import { watchEvents } from './watch-events';

export const recordedEvents: readonly RecordedEvent[] = [
  ...trailEvents,
  ...keyEvents,
  ...bucketEvents,
  ...watchEvents,
  ...identityEvents,
  ...signInEvents,
  ...secretEvents,
  ...roleEvents,
  ...functionEvents,
  ...handedRoleEvents,
];

/** Those that may ring in an environment: of who may deploy, it knows where it has a `delivery`. */
export function recordedEventsOf({ delivery }: Pick<Environment, 'delivery'>): readonly RecordedEvent[] {
  return delivery === undefined ? recordedEvents : [...recordedEvents, ...deliveryEvents];
}
