import { type Place, placesOf } from '../assembly/places';
import { AwsRoom } from './aws';
import { lookupSession } from './lookup-session';
import type { LiveRoom } from './ports';

const second = 1000;

/** A place with what can be read there. */
export interface VisitedPlace {
  readonly place: Place;
  readonly live: LiveRoom;
}

/**
 * Opens every place of an environment for reading.
 *
 * @param endpoint of an emulator. @default - AWS
 */
export async function visit(
  assembly: string,
  environment: string,
  endpoint: string | undefined,
): Promise<VisitedPlace[]> {
  const options = {
    pollMilliseconds: endpoint === undefined ? 5 * second : 100,
    patienceMilliseconds: 20 * 60 * second,
    ...(endpoint === undefined ? {} : { endpoint }),
  };
  return Promise.all(
    placesOf(assembly, environment).map(async (place) => ({
      place,
      live: new AwsRoom(place, await lookupSession(place, environment, endpoint), options),
    })),
  );
}
