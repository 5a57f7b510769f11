import type { RecordedEvent } from '../recorded-event';
import { bootstrapEvents } from './bootstrap-events';
import { jobRoleEvents } from './job-role-events';
import { makingEvents } from './making-events';
import { providerEvents } from './provider-events';

/** What happens to who may deploy. Each rings only in an environment with a `delivery`. */
export const deliveryEvents: readonly RecordedEvent[] = [
  ...providerEvents,
  ...makingEvents,
  ...bootstrapEvents,
  ...jobRoleEvents,
];
