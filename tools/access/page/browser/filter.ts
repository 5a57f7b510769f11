import type { AccessLevel } from '../../rows/access-row';
import { levels } from '../level';
import type { Standing } from '../standing';
import { type Environment, standingIn, stacksOf, type Way } from './model';
import { found, wordsOf } from './search';

/** What somebody wants to see of an environment. */
export interface Filter {
  readonly query: string;
  readonly levels: ReadonlySet<AccessLevel>;
  readonly standing: Standing | 'everybody';
  /** Name of a stack; undefined for all. */
  readonly stack?: string;
}

/** More principals than this do not stand beside each other: the page then begins with one stack. */
const TOO_MANY_PRINCIPALS = 60;

export function initialFilter({ ways, stacks }: Environment): Filter {
  const everything = { query: '', levels: new Set(levels), standing: 'everybody' } as const;
  const principals = new Set(ways.map(({ principal }) => principal)).size;
  const [first] = stacks;
  return principals > TOO_MANY_PRINCIPALS && first !== undefined ? { ...everything, stack: first } : everything;
}

/** The ways that pass the filter. */
export function filtered(environment: Environment, { query, levels: wanted, standing, stack }: Filter): Way[] {
  const words = wordsOf(query);
  return environment.ways.flatMap((way) => {
    if (!wanted.has(way.level)) return [];
    if (standing !== 'everybody' && standingIn(environment, way.principal) !== standing) return [];
    if (stack !== undefined && !stacksOf(way).includes(stack)) return [];
    return found(words, way) ?? [];
  });
}
