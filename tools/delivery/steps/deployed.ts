import { assertNoDrift, driftInWords, driftOf } from '../drift';
import type { VisitedPlace } from '../live/environment';
import { assertPrepared, preparationOf, surplusInWords } from '../prepared/prepared';
import type { Report } from '../report';
import { rollbackNote, statesOf } from '../rollback-note';
import { assertKept, observationsInWords, observePlace } from '../smoke';

/** What `npm run deploy` asks first: whether a person has deployed all that this commit needs of them. */
export async function checkPrepared(
  environment: string,
  places: readonly VisitedPlace[],
  report: Report,
): Promise<void> {
  const prepared = await preparationOf(environment, places);
  assertPrepared(environment, prepared);
  const surplus = surplusInWords(environment, prepared);
  if (surplus !== undefined) report.summarize(surplus);
}

/** `npm run drift`. */
export async function checkDrift(
  environment: string,
  places: readonly VisitedPlace[],
  accepted: readonly string[],
  report: Report,
): Promise<void> {
  const drift = (await Promise.all(places.map(({ place, live }) => driftOf(place, live)))).flat();
  report.summarize(driftInWords(environment, drift));
  assertNoDrift(environment, drift, accepted);
}

/** `npm run smoke`. */
export async function checkPromises(
  environment: string,
  places: readonly VisitedPlace[],
  report: Report,
): Promise<void> {
  const observations = (await Promise.all(places.map(({ place, live }) => observePlace(place, live)))).flat();
  report.summarize(observationsInWords(environment, observations));
  assertKept(environment, observations);
}

/** `npm run rollback-note`. */
export async function writeRollbackNote(
  environment: string,
  commit: string,
  places: readonly VisitedPlace[],
  report: Report,
): Promise<void> {
  const states = (await Promise.all(places.map(({ place, live }) => statesOf(place, live)))).flat();
  report.summarize(rollbackNote(environment, commit, states));
}
