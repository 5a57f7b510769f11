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
    // Published as ES modules alone, which jest loads only after this.
    '/node_modules/jose/.+\\.js$': [
      '@swc/jest',
      { swcrc: false, jsc: { parser: { syntax: 'ecmascript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
};

/** Whole programs, a hundred workloads, every guard taken away, thousands of questions: too slow for the inner loop, and part of `npm test`. */
const PROOF = [
  'access-page/accessibility',
  'access-page/browser',
  'access-page/cell-links',
  'access-page/difference',
  'access-page/reader',
  'access/administrators/keys',
  'access/administrators/openings',
  'access/administrators/silence',
  'access/commands/command',
  'access/completeness/against-rows',
  'access/completeness/completeness',
  'access/completeness/notices',
  'access/completeness/reduction',
  'access/escalation/environments',
  'access/kept-collators',
  'access/rows/access-rows',
  'access/rows/against-simulator',
  'access/witnesses/retired',
  'access/witnesses/weakened',
  'access/witnesses/witnesses',
  'bin/app',
  'config/load-configuration',
  'config/number-leaves',
  'constructs/constructs',
  'constructs/rotation-variables',
  'cost/command',
  'cost/environment-cost',
  'customer-template/command',
  'delivery-execution/deployments',
  'delivery-execution/escalation',
  'delivery-execution/forbidden',
  'delivery-execution/guards',
  'delivery-execution/sizes',
  'delivery-execution/types',
  'delivery-roles/escalation',
  'delivery/command',
  'delivery/updates-command',
  'detection/delivered-room',
  'detection/delivery-events',
  'detection/replay',
  'detection/runbook',
  'detection/shared-account',
  'detection/single-events',
  'detection/weakened-event-patterns',
  'examples/every-example',
  'examples/rules',
  'lambda/faults/interleavings',
  'lambda/faults/interventions',
  'lambda/faults/lives',
  'lambda/faults/pairs',
  'lambda/faults/singles',
  'lambda/known-bugs/known-bugs',
  'lambda/rotate-password/expected-tries',
  'lambda/rotate-password/generate',
  'policies/access',
  'policies/every-kind',
  'policies/guards',
  'policies/guards-against-worse',
  'policies/guards-of-delivery',
  'policies/guards-of-every-kind',
  'policies/guards-of-other-environments',
  'policies/mistakes/mistakes',
  'policies/mutant-kinds',
  'policies/nag',
  'policies/nag-synth',
  'review/command',
  'review/corpus',
  'review/fingerprint',
  'review/markdown',
  'review/moved',
  'review/new-stacks',
  'review/sides',
  'review/unread',
  'stacks/partitions',
  'stacks/scale',
  'strongroom/bootstrap',
  'workflows/linters',
  'workflows/pull-request',
].map((name) => `<rootDir>/test/${name}.test.ts`);

const synthesizing = {
  ...common,
  globalSetup: '<rootDir>/test/support/make-shared-folder.cjs',
  globalTeardown: '<rootDir>/test/support/remove-shared-folder.cjs',
  setupFiles: ['<rootDir>/test/support/jest-setup.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/support/clean-assemblies.cjs'],
};

/** @type {import('jest').Config} */
module.exports = {
  randomize: true,
  // Two workers and the other checks share two cores: a test that takes a second alone may take ten beside them.
  testTimeout: 60_000,
  projects: [
    {
      ...synthesizing,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['<rootDir>/test/functions/', '<rootDir>/test/sandbox/', ...PROOF],
    },
    { ...synthesizing, displayName: 'proof', testMatch: PROOF },
    {
      ...synthesizing,
      displayName: 'functions',
      testMatch: ['<rootDir>/test/functions/**/*.test.ts'],
    },
    {
      ...common,
      displayName: 'sandbox',
      testMatch: ['<rootDir>/test/sandbox/**/*.test.ts'],
    },
  ],
};
