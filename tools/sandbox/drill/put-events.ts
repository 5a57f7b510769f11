import { randomUUID } from 'node:crypto';

import type { RecordedEvent } from '../../detection/recordings/events/recorded-event';
import type { BusEvent } from './deployed-rule';
import type { Sent } from './expected-rings';
import type { Services } from './services';

/** Entries of one PutEvents. */
const most = 10;

/** Each event once, with an id of its own where CloudTrail gives it one, so that its message is known from all others. */
export async function put(services: Services, account: string, events: readonly RecordedEvent[]): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (let at = 0; at < events.length; at += most) {
    const batch = events.slice(at, at + most).map((recorded) => ({ recorded, event: identified(recorded.event) }));
    const Entries = batch.map(({ event }) => ({
      ...{ Source: event.source, DetailType: event['detail-type'], Resources: event.resources },
      Detail: JSON.stringify(event.detail),
    }));
    const answer = await services.call('events', 'PutEvents', { Entries });
    const ids = (answer.Entries as readonly { readonly EventId?: string; readonly ErrorCode?: string }[]).map(
      ({ EventId, ErrorCode }) => {
        if (EventId === undefined) throw new Error(`the emulator refuses an event: ${ErrorCode ?? 'without a reason'}`);
        return EventId;
      },
    );
    sent.push(
      ...batch.map(({ recorded, event }, index) => ({
        recorded,
        event: { ...event, id: ids[index] ?? '', account, region: services.region },
      })),
    );
  }
  return sent;
}

function identified(event: unknown): BusEvent {
  const { detail, ...envelope } = event as BusEvent;
  return { ...envelope, detail: 'eventID' in detail ? { ...detail, eventID: randomUUID() } : detail };
}
