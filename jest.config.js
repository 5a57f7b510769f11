const { existsSync } = require('node:fs');

/** Only the sources: the crawl would else walk through node_modules and every cdk.out. */
const SOURCES = ['bench', 'bin', 'examples', 'lambda', 'lib', 'test', 'tools'];

const common = {
  roots: SOURCES.filter((folder) => existsSync(`${__dirname}/${folder}`)).map((folder) => `<rootDir>/${folder}`),
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
};

/** @type {import('jest').Config} */
module.exports = {
  randomize: true,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/test/sandbox/'],
      setupFiles: ['<rootDir>/test/support/jest-setup.ts'],
      setupFilesAfterEnv: ['aws-cdk-lib/testhelpers/jest-autoclean'],
    },
    {
      ...common,
      displayName: 'sandbox',
      testMatch: ['<rootDir>/test/sandbox/**/*.test.ts'],
    },
  ],
};
