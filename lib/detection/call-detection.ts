import type { Environment } from '../config/parameters';
import type { EventDetection, EventPattern } from './detection';
import { callMessage } from './message';

export interface CallDetection {
  /** Its heading in the runbook; the id is the anchor that a heading of that text gets. */
  readonly title: string;
  /** @default - `page` */
  readonly urgency?: EventDetection['urgency'];
  /** @default - `home` */
  readonly recordedIn?: EventDetection['recordedIn'];
  /** @default - false */
  readonly readOnlyCalls?: boolean;
  /** One, or as many as its lists need. */
  readonly patterns: readonly EventPattern[];
  /** Paths of what tells the resource. */
  readonly resource: Readonly<Record<string, string>>;
}

/** The anchor of a heading, as code hosts make it of its text. */
export function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}

/** A detection of calls; none when there is nothing to match. */
export function callDetection({ name }: Pick<Environment, 'name'>, wanted: CallDetection): EventDetection[] {
  const { title, patterns, resource, urgency = 'page', recordedIn = 'home', readOnlyCalls = false } = wanted;
  const [pattern, ...morePatterns] = patterns;
  if (pattern === undefined) return [];
  return [
    {
      kind: 'event',
      id: anchorOf(title),
      title,
      urgency,
      recordedIn,
      readOnlyCalls,
      pattern,
      morePatterns,
      ...callMessage(name, title, resource),
    },
  ];
}
