import type { Check } from './run-checks';

/** What `npm test` runs: scripts of package.json, the longest first, so that those that run at a time end together. */
export const ALL_CHECKS: readonly Check[] = [
  { name: 'proof', command: script('test:proof', '--'), isJest: true },
  { name: 'sandbox', command: script('test:sandbox', '--'), isJest: true },
  { name: 'functions', command: script('test:functions', '--'), isJest: true },
  { name: 'unit', command: script('test:unit', '--'), isJest: true },
  { name: 'eslint', command: script('lint:code') },
  { name: 'typecheck', command: script('typecheck') },
  { name: 'synth', command: script('synth') },
  { name: 'prettier', command: script('lint:format') },
  { name: 'knip', command: script('unused') },
];

/**
 * What a commit of these files is checked for. Types and unused code are facts of the whole project; nothing is
 * rewritten, so changes that stay out of the commit cannot get into it.
 */
export function checksOfCommit(files: readonly string[]): Check[] {
  const programs = files.filter((file) => /\.[cm]?[jt]s$/.test(file));
  const format = ['prettier', '--check', '--ignore-unknown', '--log-level', 'warn'];
  const lint = ['eslint', '--max-warnings', '0', '--no-warn-ignored', ...'--cache --cache-strategy content'.split(' ')];
  const ofFiles = [{ name: 'prettier', command: [...format, '--', ...files] }];
  const ofPrograms = [
    { name: 'eslint', command: [...lint, '--cache-location', '.cache/eslint', '--', ...programs] },
    { name: 'typecheck', command: script('typecheck') },
    { name: 'knip', command: script('unused') },
  ];
  return [...(programs.length > 0 ? ofPrograms : []), ...(files.length > 0 ? ofFiles : [])];
}

function script(name: string, ...words: string[]): string[] {
  return ['npm', 'run', '--silent', name, ...words];
}
