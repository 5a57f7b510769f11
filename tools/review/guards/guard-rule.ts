import type { Direction } from './direction';

/** A setting of a type of resource that protects something. */
export interface GuardRule {
  /** With dots; empty for what needs several properties. */
  readonly path: string;
  readonly compare: Direction;
  /** What happens when it is weaker: ends a sentence that begins with the setting. */
  readonly why: string;
}

/** What of a type of resource protects. */
export interface TypeGuards {
  readonly rules: readonly GuardRule[];
  /** Why the resource as a whole protects. @default - it does not, or access tells it */
  readonly whole?: string;
  /** Why one more of it weakens. @default - it does not */
  readonly more?: string;
}

export function rule(path: string, compare: Direction, why: string): GuardRule {
  return { path, compare, why };
}
