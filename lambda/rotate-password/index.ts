import { randomInt } from 'node:crypto';
import { RoomFunction } from '../rotation/aws/room-function';
import { rotationHandler } from '../rotation/aws/rotation-handler';
import { ValueRotation } from '../rotation/rotate-value';
import { readSpecification } from './environment';
import { passwordKind } from './password-kind';

const specification = readSpecification(process.env);
const room = new RoomFunction(process.env, specification.userName === undefined ? [] : [specification.userName]);
const kind = passwordKind(specification, { randomBelow: (bound) => randomInt(bound) });

export const handler = rotationHandler(room, specification.secret, (ports) => new ValueRotation(kind, ports));
