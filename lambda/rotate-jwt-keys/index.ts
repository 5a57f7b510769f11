import { RoomFunction } from '../rotation/aws/room-function';
import { rotationHandler } from '../rotation/aws/rotation-handler';
import { ValueRotation } from '../rotation/rotate-value';
import { readSpecification } from './environment';
import { generateKey } from './jwk';
import { jwtKind } from './jwt-kind';

const specification = readSpecification(process.env);
const { secret, fields } = specification;
const room = new RoomFunction(process.env, Object.values(fields).map(String));
const kind = jwtKind(specification, { clock: room.clock, newKey: generateKey });

export const handler = rotationHandler(room, secret, (ports) => new ValueRotation(kind, ports));
