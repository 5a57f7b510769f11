import type { Place } from '../config/names';
import { fromAws } from './call-pattern';
import type { EventDetection, EventPattern } from './detection';
import { patternsOf } from './rule-parts';

/** Events of the global Region that one rule there hands to the home Region. */
export interface ForwardedEvents {
  /** Unique within an environment, in kebab-case. */
  readonly id: string;
  readonly title: string;
  readonly pattern: EventPattern;
  readonly readOnlyCalls: boolean;
}

/** Two detections look at the calls of any service, and so may both be about one event. */
class OverlappingDetectionsError extends Error {
  override readonly name = 'OverlappingDetectionsError';
}

interface Detail {
  readonly eventSource?: readonly string[];
  readonly eventName?: readonly string[];
  readonly $or?: unknown;
}

/** What some detection looks for in the calls of one service. */
interface Service {
  /** As in `eventSource`. */
  readonly source: string;
  /** Undefined where some detection does not say the names at once: then every call is handed on. */
  readonly names: readonly string[] | undefined;
  readonly readOnlyCalls: boolean;
}

interface Wanted {
  readonly detection: EventDetection;
  readonly pattern: EventPattern;
  readonly detail: Detail;
}

function serviceOf(source: string, wanted: readonly Wanted[]): Service {
  const own = wanted.filter(({ detail }) => detail.eventSource?.includes(source));
  const names = own.map(({ detail }) => detail.eventName);
  return {
    source,
    names: names.every((some) => some !== undefined) ? [...new Set(names.flat())] : undefined,
    readOnlyCalls: own.some(({ detection }) => detection.readOnlyCalls),
  };
}

/** Calls of any service but those that its own rule hands on. */
function remaining({ detection, pattern, detail }: Wanted, services: readonly Service[]): ForwardedEvents {
  if (detail.$or !== undefined || detail.eventName !== undefined) {
    throw new OverlappingDetectionsError(
      `${detection.id} looks at the calls of any service by alternatives or by name; name its eventSource, or extend lib/detection/forwarded-events.ts`,
    );
  }
  const others = services.flatMap(({ source, names }) =>
    names === undefined ? [] : [{ eventSource: [source], eventName: [{ 'anything-but': names }] }],
  );
  const elsewhere = { eventSource: [{ 'anything-but': services.map(({ source }) => source) }] };
  return {
    id: `forward-${detection.id}`,
    title: detection.title,
    pattern: { ...pattern, detail: { ...detail, $or: [elsewhere, ...others] } },
    readOnlyCalls: detection.readOnlyCalls ?? false,
  };
}

/**
 * What the global Region hands to the home Region so that every one of the detections can find its events there.
 *
 * No event is handed over twice, for it would ring twice: the patterns exclude each other. So they are wider than those of
 * the detections, which decide at home.
 *
 * @param detections those whose events are recorded in the global Region
 * @throws OverlappingDetectionsError when more than one of them names no service
 */
export function forwardedEvents(place: Place, detections: readonly EventDetection[]): ForwardedEvents[] {
  const wanted = detections.flatMap((detection) =>
    patternsOf(detection).map((pattern): Wanted => ({ detection, pattern, detail: pattern.detail as Detail })),
  );
  const [anyService, ...more] = wanted.filter(({ detail }) => detail.eventSource === undefined);
  if (more.length > 0) {
    throw new OverlappingDetectionsError(
      `${[anyService, ...more].map((one) => one?.detection.id).join(' and ')} name no eventSource, so that an event may be forwarded twice; name it in all but one`,
    );
  }
  const sources = [...new Set(wanted.flatMap(({ detail }) => detail.eventSource ?? []))];
  const services = sources.map((source) => serviceOf(source, wanted));
  const ofServices = services.map(({ source, names, readOnlyCalls }): ForwardedEvents => {
    const [name = source] = source.split('.');
    return {
      id: `forward-${name}`,
      title: `Calls of ${name}`,
      pattern: {
        source: fromAws,
        account: [place.account],
        detail: { eventSource: [source], ...(names === undefined ? {} : { eventName: names }) },
      },
      readOnlyCalls: readOnlyCalls || anyService?.detection.readOnlyCalls === true,
    };
  });
  return anyService === undefined ? ofServices : [...ofServices, remaining(anyService, services)];
}
