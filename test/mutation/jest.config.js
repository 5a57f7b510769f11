const [unit] = /** @type {import('jest').Config[]} */ (require('../../jest.config.js').projects);

/** What can notice a change of the pure core, without whatever synthesizes. */
module.exports = {
  ...unit,
  rootDir: '../..',
  setupFiles: [],
  setupFilesAfterEnv: [],
  testMatch: ['<rootDir>/test/lambda/{access-keys,faults,reconcile-secrets,rotate-access-key,rotation}/*.test.ts'],
};
