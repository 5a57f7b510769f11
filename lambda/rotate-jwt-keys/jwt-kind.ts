import type { ValueKind } from '../rotation/rotate-value';
import { type JwtPorts, jwtKeySetKind } from './key-set-kind';
import { jwtSecretKeyKind } from './secret-key-kind';
import type { JwtSpecification } from './specification';

/** The kind of value that the configuration asks for. */
export function jwtKind(specification: JwtSpecification, ports: JwtPorts): ValueKind {
  return specification.shape === 'key-set'
    ? jwtKeySetKind(specification, ports)
    : jwtSecretKeyKind(specification, ports);
}
