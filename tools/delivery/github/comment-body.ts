import { UnfitArtifact } from './archive';

/** A comment may hold 65,536 characters. */
export const COMMENT_CHARACTERS = 60_000;

/** By this, and by its author, the comment is found again; people do not see it. */
export const MARKER = '<!-- strongroom-review -->';

/** Control characters and those that turn the direction of text, with which it could look like something else. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const deceptive = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;

/**
 * Whoever is named with an at sign gets a mail, whatever is numbered is told of it, and what is shown as a picture is
 * called; written by their numbers, these characters mean the same. A space without width breaks each of them and leaves
 * the text as it reads, in code too.
 */
const active = [
  /@|&(?:#0*64|#x0*40|commat);/gi,
  /(?<!&)#(?=\d)|&(?:#0*35|#x0*23|num);/gi,
  /!(?=\[)/g,
  /\](?=[(:[])/g,
  /(?::|&(?:#0*58|#x0*3a|colon);)(?=\/\/|&(?:#0*47|#x0*2f|sol);)/gi,
  /\bwww(?=\.)/gi,
  /<(?!\/?(?:details|summary|br|b|code|sub)>)/g,
];
const breaker = '\u200b';

function harmless(text: string): string {
  return active.reduce((sofar, pattern) => sofar.replaceAll(pattern, (found) => found + breaker), text);
}

/**
 * What is posted under a pull request: the text that code of the pull request has written, so that it can neither notify
 * anybody, nor load or link to anything, nor pass for the words of somebody else.
 *
 * @throws UnfitArtifact
 */
export function commentBody(written: Buffer, commit: string): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(written);
  } catch (cause) {
    throw new UnfitArtifact('the text of the review is not UTF-8', { cause });
  }
  if (text.trim() === '') throw new UnfitArtifact('the text of the review is empty');
  if (deceptive.test(text)) throw new UnfitArtifact('the text of the review has characters that hide or turn others');
  const heading = `${MARKER}\n*Written by the code of this pull request, at ${commit}.*\n\n`;
  const body = heading + harmless(text.trimEnd());
  if (body.length > COMMENT_CHARACTERS) {
    throw new UnfitArtifact(
      `the text of the review has ${body.length} characters; a comment takes ${COMMENT_CHARACTERS}`,
    );
  }
  return body;
}
