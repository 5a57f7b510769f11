import { buildSync, transformSync } from 'esbuild';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const browser = path.join(__dirname, 'browser');

/** What runs and what dresses the page, as they stand in it. */
export interface Bundle {
  readonly script: string;
  readonly style: string;
}

/** In the order of the cascade: what is said of one part may overrule what holds for the whole page. */
const sheets = [
  'whole-page',
  'tabs',
  'summary',
  'toolbar',
  'levels',
  'matrix',
  'picture',
  'cards',
  'cell',
  'difference',
  'plain-table',
] as const;

let made: Bundle | undefined;

/** Bundled once in a process: the sources do not change while it runs. */
export function bundle(): Bundle {
  made ??= { script: script(), style: style() };
  return made;
}

function script(): string {
  const { outputFiles } = buildSync({
    entryPoints: [path.join(browser, 'main.ts')],
    bundle: true,
    charset: 'utf8',
    format: 'iife',
    minify: true,
    platform: 'browser',
    // What knows <dialog>, :has() and nested styles.
    target: ['chrome122', 'firefox122', 'safari17.4'],
    write: false,
  });
  return (outputFiles[0]?.text ?? '').trim();
}

function style(): string {
  const source = sheets.map((name) => readFileSync(path.join(browser, 'style', `${name}.css`), 'utf8'));
  return transformSync(source.join('\n'), {
    loader: 'css',
    minify: true,
    target: ['chrome122', 'firefox122', 'safari17.4'],
  }).code.trim();
}
