import { readRotationEvent } from '../event';
import type { LogFields } from '../ports';
import { type RotationPorts, type RotationSteps, runStep } from '../run-step';
import type { Handler } from './plain-function';
import type { RoomFunction } from './room-function';

/** The event itself is never logged: it may hold a RotationToken. */
function fieldsOf(secret: string): (event: unknown) => LogFields {
  return (event) => ({
    secret,
    ...(typeof event === 'object' && event !== null && 'Step' in event
      ? { step: String(event.Step).slice(0, 20) }
      : {}),
  });
}

/** The handler of a function that rotates one secret. */
export function rotationHandler(
  room: RoomFunction,
  secret: string,
  steps: (ports: RotationPorts) => RotationSteps,
): Handler {
  return room.handler(fieldsOf(secret), async (event, { log, journal }) => {
    const ports = { store: room.store(secret), journal: journal(secret), clock: room.clock, log };
    await runStep(readRotationEvent(event, secret), secret, steps(ports), ports);
  });
}
