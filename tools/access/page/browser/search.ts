import type { Condition } from '../../rows/access-row';
import { inWords } from '../../rows/words';
import type { Way } from './model';

/** The words of a query; a word in quotes may hold spaces. */
export function wordsOf(query: string): string[] {
  return [...query.toLowerCase().matchAll(/"([^"]+)"|[^\s"]+/g)].map(([word, inQuotes]) => inQuotes ?? word);
}

const patterns = new Map<string, RegExp>();

/** As IAM reads a pattern: `*` is any text and `?` any character. */
function matches(pattern: string, text: string): boolean {
  const known = patterns.get(pattern);
  const made =
    known ??
    new RegExp(
      `^${pattern
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
      'is',
    );
  if (known === undefined) patterns.set(pattern, made);
  return made.test(text);
}

const words = new WeakMap<Condition, string>();

/** A condition in both its forms: many ways share one. */
function wordsOfCondition(condition: Condition): string {
  const known = words.get(condition) ?? `${inWords(condition)}\n${inWords(condition, 'long')}`;
  words.set(condition, known);
  return known;
}

const texts = new WeakMap<Way, string>();

/** What can be found of a way beside its actions. Made when first asked for: most ways of a large page never are. */
function textOf(way: Way): string {
  const known = texts.get(way);
  if (known !== undefined) return known;
  const { principal, resource, condition, level, statements } = way;
  const ofStatements = statements.flatMap((each) => [each.statement, each.stack, each.logicalId, each.constructPath]);
  const made = [
    principal.name,
    principal.id,
    resource.name,
    resource.arn,
    level,
    wordsOfCondition(condition),
    ...ofStatements,
  ]
    .join('\n')
    .toLowerCase();
  texts.set(way, made);
  return made;
}

/** Which of a way's actions a word leaves: all when it is found elsewhere, none when it is not found. */
function actionsWith(word: string, way: Way, actions: readonly string[]): readonly string[] {
  const isPattern = /[*?]/.test(word);
  const found = actions.filter((action) => (isPattern ? matches(word, action) : action.toLowerCase().includes(word)));
  if (found.length > 0) return found;
  if (textOf(way).includes(word)) return actions;
  // A way to `documents/*` is a way to `documents/letter.pdf`.
  const isInside = word.startsWith('arn:') && matches(way.resource.arn, word);
  // And somebody who asks for `*accounting*` wants whatever fits.
  return isInside ||
    (isPattern &&
      textOf(way)
        .split('\n')
        .some((text) => matches(word, text)))
    ? actions
    : [];
}

/** The way as far as every word is found in it, its actions narrowed to those that were meant; undefined if one is not. */
export function found(wanted: readonly string[], way: Way): Way | undefined {
  let actions: readonly string[] = way.actions;
  for (const word of wanted) {
    actions = actionsWith(word, way, actions);
    if (actions.length === 0) return undefined;
  }
  return actions.length === way.actions.length ? way : { ...way, actions };
}
