import { partitionOf, type Place } from '../config/names';
import type { Detection } from './detection';
import { runbookLine } from './message';
import { namePrefix } from './own-names';

/**
 * Name of a detection's alarm. It stands in the subject of its e-mail, in the rules of composite alarms and on the
 * dashboard. Its last part is the heading in the runbook.
 */
export function alarmName(place: Pick<Place, 'name'>, { id, subject }: Pick<Detection, 'id' | 'subject'>): string {
  return `${namePrefix(place)}${subject === undefined ? '' : `${subject}/`}${id}`;
}

export function alarmArn(place: Place, detection: Pick<Detection, 'id' | 'subject'>): string {
  return `arn:${partitionOf(place)}:cloudwatch:${place.region}:${place.account}:alarm:${alarmName(place, detection)}`;
}

/** What a person reads in the message: what happened, how much of it, and where stands what to do. */
export function alarmDescription(
  { id, title, explanation }: Pick<Detection, 'id' | 'title'> & { readonly explanation: string },
  runbookUrl: string,
): string {
  return [`${title}.`, explanation, runbookLine(runbookUrl, id)].join('\n');
}
