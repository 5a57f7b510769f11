/**
 * Text of a template as Markdown that shows that very text.
 *
 * Names come from whoever opened the pull request: no markup, no link, no mention of people or issues, and no line of its
 * own may come of them, wherever the Markdown is shown.
 */
export function escaped(text: string): string {
  return (
    oneLine(text)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll(/[\\`*_{}[\]()#+!|~$^"'=:-]/g, (sign) => `&#${String(sign.charCodeAt(0))};`)
      // A mention, a reference to an issue, and an address become links without any markup: a sign that shows nothing
      // stands in their way.
      .replaceAll('@', '&#64;\u200b')
      .replaceAll('&#35;', '&#35;\u200b')
      .replaceAll(/\b(GH|https?|ftp|mailto|www)(?=&#45;|&#58;|\.)/gi, '$1\u200b')
  );
}

/** The same as code, in which Markdown knows no markup at all. */
export function asCode(text: string): string {
  const line = oneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const safe = line
    .replaceAll(/[\\`*_[\]|~$@#:]/g, (sign) => `&#${String(sign.charCodeAt(0))};${sign === '@' ? '\u200b' : ''}`)
    .replaceAll(/\b(https?|ftp|mailto|www)(?=&#58;|\.)/gi, '$1\u200b');
  return `<code>${safe}</code>`;
}

/** Control characters, line ends among them, and those that turn the direction of text, or show nothing. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function oneLine(text: string): string {
  return text.replaceAll(unseen, (sign) => (/\s/.test(sign) ? ' ' : '\ufffd'));
}
