/**
 * Text of a template as Markdown that shows that very text.
 *
 * Names come from whoever opened the pull request: no markup, no link, no mention of people or issues, and no line of its
 * own may come of them, wherever the Markdown is shown.
 */
export function escaped(text: string): string {
  return (
    asEntities(oneLine(text), /[\\`*_{[\]|~$#]/g)
      // A smiley between colons.
      .replaceAll(/:(?=[a-z\d_+-]+:)/g, '&#58;')
      // At its beginning a text can be an item of a list, or the line below a heading.
      .replace(/^(\s*)([-+=])/, (_all, space: string, sign: string) => space + entity(sign))
      .replace(/^(\s*\d+)([.)])/, (_all, number: string, sign: string) => number + entity(sign))
  );
}

/** The same as code, in which forges make nothing of names, but Markdown does of its signs. */
export function asCode(text: string): string {
  return `<code>${asEntities(oneLine(text), /[\\`*_[\]|~$#]/g)}</code>`;
}

function entity(sign: string): string {
  return `&#${String(sign.charCodeAt(0))};`;
}

function asEntities(text: string, signs: RegExp): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll(signs, entity)
      // A mention, a reference to an issue, and an address become links without any markup: a sign that shows nothing
      // stands in their way.
      .replaceAll('@', '&#64;\u200b')
      .replaceAll('&#35;', '&#35;\u200b')
      .replaceAll(/\b(GH|https?|ftp|mailto|xmpp|www)(?=[-:.])/gi, '$1\u200b')
  );
}

/** Control characters, line ends among them, and those that turn the direction of text, or show nothing. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function oneLine(text: string): string {
  return text.replaceAll(unseen, (sign) => (/\s/.test(sign) ? ' ' : '\ufffd'));
}
