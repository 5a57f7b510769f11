/**
 * The sets that IAM writes with `*` (any text) and `?` (any one character): which text is in them, and which of them
 * lie within or beside each other. Every answer is exact, for text of any length and any alphabet.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */

/** Stands for every character that neither pattern writes. */
const another = '\u0000';

const expressions = new Map<string, RegExp>();

/** Whether a text is in the set of a pattern; case counts. */
export function matchesPattern(text: string, pattern: string): boolean {
  if (!isPattern(pattern)) return text === pattern;
  const known = expressions.get(pattern);
  if (known !== undefined) return known.test(text);
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, 'su');
  expressions.set(pattern, expression);
  return expression.test(text);
}

/** Whether the text stands for more than itself. */
export function isPattern(text: string): boolean {
  return text.includes('*') || text.includes('?');
}

/** The places of a pattern in which one can be, having read nothing more: behind a `*` costs nothing. */
export function closure(pattern: string, places: Iterable<number>): Set<number> {
  const reached = new Set<number>();
  for (const start of places) {
    for (let place = start; !reached.has(place); place += 1) {
      reached.add(place);
      if (pattern[place] !== '*') break;
    }
  }
  return reached;
}

/** The places in which one can be after one more character. */
export function step(pattern: string, places: Iterable<number>, character: string): Set<number> {
  const next: number[] = [];
  for (const place of places) {
    const token = pattern[place];
    if (token === '*') next.push(place);
    else if (token === '?' || (token !== undefined && token === character)) next.push(place + 1);
  }
  return closure(pattern, next);
}

/** Every character that can make a difference between two patterns. */
function alphabetOf(one: string, other: string): string[] {
  return [...new Set([another, ...Array.from(one), ...Array.from(other)])].filter(
    (character) => character !== '*' && character !== '?',
  );
}

/** The answers of a question about two texts, remembered: the same policies are asked about over and over. */
function remembered(answer: (one: string, other: string) => boolean): (one: string, other: string) => boolean {
  const answers = new Map<string, Map<string, boolean>>();
  return (one, other) => {
    const ofOne = answers.get(one) ?? new Map<string, boolean>();
    answers.set(one, ofOne);
    const known = ofOne.get(other);
    if (known !== undefined) return known;
    const found = answer(one, other);
    ofOne.set(other, found);
    return found;
  };
}

function isWild(character: string | undefined): boolean {
  return character === undefined || character === '*' || character === '?';
}

/** Whether what stands before the first wildcard, or behind the last one, already tells that no text is in both sets. */
function beginOrEndApart(one: string, other: string): boolean {
  for (let place = 0; !isWild(one[place]) && !isWild(other[place]); place += 1) {
    if (one[place] !== other[place]) return true;
  }
  for (let place = 1; !isWild(one.at(-place)) && !isWild(other.at(-place)); place += 1) {
    if (one.at(-place) !== other.at(-place)) return true;
  }
  return false;
}

/** Whether every text of `inner` is also one of `outer`. */
export function containsPattern(outer: string, inner: string): boolean {
  return outer === inner || outer === '*' || (!beginOrEndApart(outer, inner) && containsEvery(outer, inner));
}

const containsEvery = remembered((outer, inner) => {
  if (!isPattern(inner)) return matchesPattern(inner, outer);
  if (!isPattern(outer)) return false;
  // The shortest text of `inner` and a long one answer nearly every question.
  for (const filling of ['', another.repeat(outer.length + 1)]) {
    if (!matchesPattern(inner.replaceAll('?', another).replaceAll('*', filling), outer)) return false;
  }
  return everyTextIsIn(outer, inner);
});

/** Walks through all texts of `inner` at once, with the set of places that each can have reached in `outer`. */
function everyTextIsIn(outer: string, inner: string): boolean {
  const alphabet = alphabetOf(outer, inner);
  const seen = new Set<string>();
  const waiting = [[closure(inner, [0]), closure(outer, [0])] as const];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    const [inInner, inOuter] = state;
    const name = `${[...inInner].join(',')}|${[...inOuter].join(',')}`;
    if (seen.has(name)) continue;
    seen.add(name);
    if (inInner.has(inner.length) && !inOuter.has(outer.length)) return false;
    for (const character of alphabet) {
      const next = step(inner, inInner, character);
      if (next.size > 0) waiting.push([next, step(outer, inOuter, character)]);
    }
  }
  return true;
}

/** Whether some text is in both sets. */
export function intersectsPattern(one: string, other: string): boolean {
  return one === other || (!beginOrEndApart(one, other) && haveCommon(one, other));
}

const haveCommon = remembered((one, other) => {
  if (!isPattern(one)) return matchesPattern(one, other);
  if (!isPattern(other)) return matchesPattern(other, one);
  return commonText(one, other) !== undefined;
});

/**
 * A shortest text that is in both sets; undefined when there is none.
 *
 * @param filling for the characters that neither pattern writes
 */
export function commonText(one: string, other: string, filling = 'x'): string | undefined {
  const alphabet = alphabetOf(one, other);
  const seen = new Set<string>();
  let waiting = [{ inOne: closure(one, [0]), inOther: closure(other, [0]), text: '' }];
  while (waiting.length > 0) {
    const next: typeof waiting = [];
    for (const { inOne, inOther, text } of waiting) {
      if (inOne.has(one.length) && inOther.has(other.length)) return text.replaceAll(another, filling);
      const name = `${[...inOne].join(',')}|${[...inOther].join(',')}`;
      if (seen.has(name)) continue;
      seen.add(name);
      for (const character of alphabet) {
        const moved = { inOne: step(one, inOne, character), inOther: step(other, inOther, character) };
        if (moved.inOne.size > 0 && moved.inOther.size > 0) next.push({ ...moved, text: text + character });
      }
    }
    waiting = next;
  }
  return undefined;
}

/** More patterns than that say nothing to anybody. */
const mostPatterns = 32;

/** Without those that lie within another. */
export function withoutContained(
  patterns: readonly string[],
  contains: (outer: string, inner: string) => boolean = containsPattern,
): string[] {
  const unique = [...new Set(patterns)];
  return unique.filter((inner) => !unique.some((outer) => outer !== inner && contains(outer, inner)));
}

/**
 * The texts that are in both sets, as patterns; none when there are no such texts.
 *
 * @returns undefined when they are too many patterns
 */
export function commonPatterns(one: string, other: string): readonly string[] | undefined {
  if (containsPattern(one, other)) return [other];
  if (containsPattern(other, one)) return [one];
  if (!intersectsPattern(one, other)) return [];
  const known = new Map<string, ReadonlySet<string> | undefined>();
  const from = (place: number, otherPlace: number): ReadonlySet<string> | undefined => {
    const name = `${place},${otherPlace}`;
    if (known.has(name)) return known.get(name);
    const found = tails(one, place, other, otherPlace, from);
    known.set(name, found);
    return found;
  };
  const found = from(0, 0);
  return found && withoutContained([...found].map((pattern) => pattern.replaceAll(/\*+/g, '*')));
}

type Tails = (place: number, otherPlace: number) => ReadonlySet<string> | undefined;

/** What the rests of two patterns have in common. */
function tails(one: string, place: number, other: string, otherPlace: number, from: Tails) {
  const [token, otherToken] = [one[place], other[otherPlace]];
  if (token === undefined && otherToken === undefined) return new Set(['']);
  const branches: (readonly [head: string, tail: ReadonlySet<string> | undefined])[] = [];
  if (token === '*' && otherToken === '*') {
    branches.push(['*', from(place + 1, otherPlace)], ['*', from(place, otherPlace + 1)]);
  } else if (token === '*') {
    branches.push(['', from(place + 1, otherPlace)]);
    if (otherToken !== undefined) branches.push([otherToken, from(place, otherPlace + 1)]);
  } else if (otherToken === '*') {
    branches.push(['', from(place, otherPlace + 1)]);
    if (token !== undefined) branches.push([token, from(place + 1, otherPlace)]);
  } else if (token !== undefined && otherToken !== undefined) {
    const both = token === '?' ? otherToken : token;
    if (token === otherToken || token === '?' || otherToken === '?')
      branches.push([both, from(place + 1, otherPlace + 1)]);
  }
  const found = new Set<string>();
  for (const [head, tail] of branches) {
    if (tail === undefined) return undefined;
    for (const rest of tail) found.add(head === '*' && rest.startsWith('*') ? rest : head + rest);
  }
  return found.size > mostPatterns ? undefined : found;
}
