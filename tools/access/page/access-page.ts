import { createHash } from 'node:crypto';

import { bundle } from './bundle';
import { encode } from './encode';
import { escapeHtml, jsonForScript } from './html';
import type { PageInput } from './page-input';
import { plainTables } from './plain-table';

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/**
 * The access of an app as one HTML file that needs nothing else: who may do what to what, under which conditions, by
 * which statement, and where in the code that was made.
 *
 * Its policy lets it load nothing, send nothing, and run its own script alone; and no text may become markup, so a name
 * from a configuration cannot.
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/API/Trusted_Types_API
 */
export function accessPage(input: PageInput): string {
  const { script, style } = bundle();
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const names = input.environments.map(({ name }) => name).join(', ');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="robots" content="noindex">',
    `<title>Who may do what: ${escapeHtml(names)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<header class="masthead"><h1>Who may do what</h1>',
    '<p>Derived from the synthesized templates: what AWS would allow, not what somebody meant.</p></header>',
    `<main id="page"><noscript>${plainTables(input.environments)}</noscript></main>`,
    `<script type="application/json" id="data">${jsonForScript(encode(input))}</script>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
