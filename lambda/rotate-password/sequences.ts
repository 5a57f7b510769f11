const forwards = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

function backwards(row: string): string {
  return Array.from(row).reverse().join('');
}

function triples(row: string): readonly string[] {
  return Array.from(row)
    .slice(2)
    .map((_, start) => row.slice(start, start + 3));
}

/** Three neighbours of the alphabet, the digits or a row of the keyboard, in either direction: `abc`, `321`, `qwe`. */
export const sequences: ReadonlySet<string> = new Set(
  [...forwards, ...forwards.map(backwards)].flatMap((row) => triples(row)),
);

/** Whether three characters in a row are neighbours, in whatever case. */
export function containsSequence(text: string): boolean {
  return triples(text.toLowerCase()).some((triple) => sequences.has(triple));
}
