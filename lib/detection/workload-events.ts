import type { Environment } from '../config/parameters';
import type { EventDetection } from './detection';
import { functionEvents } from './function-events';
import { handedRoleEvents } from './handed-role-events';
import { roleEvents } from './role-events';
import { secretEvents } from './secret-events';

/**
 * Single events about the workloads of an environment: a rule carries as many of them as its pattern has room for, so
 * that a hundred workloads stay far below the rules that a bus may have.
 */
export function workloadEvents(environment: Environment): EventDetection[] {
  return [secretEvents, roleEvents, functionEvents, handedRoleEvents].flatMap((events) => events(environment));
}
