import { CallFailed } from '../../../lambda/rotation/errors';
import type { World } from './world';

/** What can happen to one call. */
export const faultKinds = [
  /** The process dies before the call is carried out. */
  'crash-before',
  /** It dies after. */
  'crash-after',
  /** The call is carried out and its answer never comes. */
  'lost-response',
  /** Refused and not carried out. */
  'throttle',
  'denied',
  /** No answer, and not carried out. */
  'time-out',
  /** The same event is delivered again, and that run goes through while this one waits before its call. */
  'duplicate',
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** Something that a person does right before a call, which then goes its way. */
export interface Intervention {
  readonly act: string;
  readonly by: (world: World) => void;
}

export interface Fault {
  /** Index of the call, from 0, in the order of the invocation. */
  readonly at: number;
  readonly kind: FaultKind | Intervention;
}

/** AWS may refuse what the person wants. */
export function happen(world: World, { by }: Intervention): void {
  try {
    by(world);
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
  }
}

/** What the caller is told of a fault. */
export function failure(call: string, kind: 'lost-response' | 'throttle' | 'denied' | 'time-out'): CallFailed {
  switch (kind) {
    case 'throttle':
      return new CallFailed(call, 'throttled', 'ThrottlingException');
    case 'denied':
      return new CallFailed(call, 'denied', 'AccessDeniedException');
    case 'lost-response':
    case 'time-out':
      return new CallFailed(call, 'unknown-outcome', 'TimeoutError');
  }
}
