import type { AccessLevel } from '../rows/access-row';

/** From what harms least to what harms most. */
export const levels = ['List', 'Read', 'Tagging', 'Write', 'Permissions management'] as const satisfies AccessLevel[];

/** What stands in a narrow cell, beside its colour. */
export const letters: Readonly<Record<AccessLevel, string>> = {
  List: 'L',
  Read: 'R',
  Tagging: 'T',
  Write: 'W',
  'Permissions management': 'P',
};

/** The levels in their order, each once. */
export function sortedLevels(found: Iterable<AccessLevel>): AccessLevel[] {
  const all = new Set(found);
  return levels.filter((level) => all.has(level));
}

export function highestLevel(found: Iterable<AccessLevel>): AccessLevel {
  return sortedLevels(found).at(-1) ?? 'List';
}

/** `List`, `List and Read`, `List, Read and Write`. */
export function enumeration(words: readonly string[], last = 'and'): string {
  const [final, ...others] = [...words].reverse();
  return others.length === 0 ? (final ?? '') : `${others.reverse().join(', ')} ${last} ${final ?? ''}`;
}

/** `1 role`, `2 roles`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}
