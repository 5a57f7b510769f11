/*!
 * Word lists in this program:
 * - passwords.json of @zxcvbn-ts/language-common: MIT License,
 *   Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc., Copyright (c) 2021 @zxcvbn-ts.
 * - commonWords.json of @zxcvbn-ts/language-en: a processed derivative (tokenized, counted, normalized and filtered) of
 *   OpenSubtitles 2024, provided by Helsinki-NLP through OPUS (https://opus.nlpl.eu/), attributed to the contributors
 *   and rights holders of the subtitles. ODC-BY, Open Data Commons Attribution License
 *   (https://opendatacommons.org/licenses/by/1-0/). Any redistribution must retain this notice.
 */
// The bundler keeps a comment that begins with an exclamation mark, so the notice goes wherever the lists go. The
// packages' Wikipedia list (share-alike) and lists of names (no words of a dictionary) are left out.
import passwords from '@zxcvbn-ts/language-common/src/passwords.json';
import commonWords from '@zxcvbn-ts/language-en/src/commonWords.json';

/** A shorter word stands in nearly every long random string, and says nothing about it. */
export const shortestWord = 4;

let words: ReadonlySet<string> | undefined;

/** English words and passwords of known leaks, in lower case, of four characters and more. */
export function dictionary(): ReadonlySet<string> {
  // Not at load time: of the steps only two need it, and it takes longer than everything else in them.
  words ??= new Set(
    [...commonWords, ...passwords].filter((word) => word.length >= shortestWord).map((word) => word.toLowerCase()),
  );
  return words;
}

/** No word of the lists is longer. */
export const longestWord = 23;

/** Whether a word stands anywhere in a text, in whatever case. */
export function containsWord(text: string): boolean {
  const lower = text.toLowerCase();
  const known = dictionary();
  for (let start = 0; start + shortestWord <= lower.length; start += 1) {
    const end = Math.min(lower.length, start + longestWord);
    for (let stop = start + shortestWord; stop <= end; stop += 1) {
      if (known.has(lower.slice(start, stop))) return true;
    }
  }
  return false;
}
