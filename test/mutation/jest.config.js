const [unit] = /** @type {import('jest').Config[]} */ (require('../../jest.config.js').projects);

/**
 * The specifications of the pure core, without whatever synthesizes or listens. The suites of faults and the chains of
 * rotations are left out on purpose: they would notice much of what no specification says, and take most of the time.
 */
module.exports = {
  ...unit,
  rootDir: '../..',
  setupFiles: [],
  setupFilesAfterEnv: [],
  testMatch: ['<rootDir>/test/lambda/*/*.test.ts'],
  testPathIgnorePatterns: ['<rootDir>/test/lambda/(faults/|known-bugs/|rotate-jwt-keys/chain)'],
};
