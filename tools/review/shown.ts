/** Characters of a value that are worth reading in a table. */
const longest = 160;

/** A value of a template for people, cut when it is long; the whole stands in the templates. */
export function shown(value: unknown): string {
  const text = textOf(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${String(text.length)} characters)`;
}

/** Two values of a template, from where they begin to differ when they are long. */
export function shownBeside(before: unknown, after: unknown): readonly [before: string, after: string] {
  const [was, is] = [textOf(before), textOf(after)];
  if (was.length <= longest && is.length <= longest) return [was, is];
  let common = 0;
  while (common < was.length && was[common] === is[common]) common += 1;
  const start = Math.max(0, common - lead);
  return [cutFrom(was, start), cutFrom(is, start)];
}

/** Characters that are shown before the first difference. */
const lead = 40;

function cutFrom(text: string, start: number): string {
  const shortened = text.slice(start, start + longest);
  const end = start + longest < text.length ? `… (${String(text.length)} characters)` : '';
  return `${start === 0 ? '' : '…'}${shortened}${end}`;
}

function textOf(value: unknown): string {
  if (value === undefined) return 'not set';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
