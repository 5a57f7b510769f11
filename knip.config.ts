import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'tools/access/page/browser/main.ts',
    'bin/{app,delivery}.ts',
    'tools/*/index.ts',
    'bench/{index,*-app}.ts',
    'lambda/*/index.ts',
    'tools/functions/runner.cjs',
    // Loaded by name at run time.
    '{examples/*,lib/config}/environments.ts',
  ],
  project: ['{bench,bin,examples,lambda,lib,test,tools}/**/*.{ts,cjs}', '*.{js,mjs,ts}'],
};

export default config;
