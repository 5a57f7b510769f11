import { partsOf } from '../arn-patterns';
import { closure, isPattern, step } from '../patterns';

/** Sets of texts cut each other into cells; a question about any text is a question about one text of each cell. */

/** There is more to distinguish than can be gone through; whoever asks must take the answer that is on the safe side. */
export class TooManyCasesError extends Error {
  override readonly name = 'TooManyCasesError';
}

/** States that one walk may visit, and texts that it may find. */
const mostStates = 20_000;
const mostCells = 2_000;

/** Stands for every character that no pattern writes. */
const another = 'x';

/** A character that no pattern writes, so that it stands for all of these. */
function anotherOf(characters: ReadonlySet<string>): string {
  if (!characters.has(another)) return another;
  for (let code = 0x61; ; code += 1) {
    const character = String.fromCodePoint(code);
    if (!characters.has(character) && /[\p{L}\p{N}]/u.test(character)) return character;
  }
}

/**
 * One shortest text for each way in which a text can match some of the patterns and not the others; among them one that
 * matches none, if there is such a text.
 *
 * @throws TooManyCasesError
 */
export function cellsOf(patterns: readonly string[]): string[] {
  const distinct = [...new Set(patterns)];
  const written = new Set(distinct.flatMap((pattern) => Array.from(pattern)));
  written.delete('*');
  written.delete('?');
  const alphabet = [...written, anotherOf(written)];
  const cells = new Map<string, string>();
  const seen = new Set<string>();
  let waiting = [{ text: '', places: distinct.map((pattern) => closure(pattern, [0])) }];
  while (waiting.length > 0) {
    const next: typeof waiting = [];
    for (const { text, places } of waiting) {
      const state = places.map((place) => [...place].join(',')).join('|');
      if (seen.has(state)) continue;
      seen.add(state);
      if (seen.size > mostStates) throw new TooManyCasesError(`${distinct.join(', ')} cut each other too often`);
      const cell = places.map((place, index) => (place.has(distinct[index]?.length ?? 0) ? '1' : '0')).join('');
      if (!cells.has(cell)) cells.set(cell, text);
      for (const character of alphabet) {
        next.push({
          text: text + character,
          places: places.map((place, index) => step(distinct[index] ?? '', place, character)),
        });
      }
    }
    waiting = next;
  }
  return [...cells.values()];
}

/** All ways to take one of each list. */
function combinations(lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>(
    (made, list) => {
      if (made.length * list.length > mostCells) throw new TooManyCasesError('ARN patterns cut each other too often');
      return made.flatMap((begun) => list.map((one) => [...begun, one]));
    },
    [[]],
  );
}

/**
 * The same for ARN patterns, which are compared part by part, and for a request without a resource (`*`).
 *
 * @throws TooManyCasesError
 */
export function arnCellsOf(patterns: readonly string[]): string[] {
  const parts = patterns.filter((pattern) => pattern !== '*').map(partsOf);
  const width = 6;
  const lists = Array.from({ length: width }, (_, index) => {
    const own = parts.map((part) => part[index] ?? '*');
    const [only] = new Set(own);
    return new Set(own).size === 1 && only !== undefined && !isPattern(only) ? [only] : cellsOf(own);
  });
  const nothing = 'arn:none:none:none:none:none';
  return [...combinations(lists).map((part) => part.join(':')), nothing, '*'];
}
