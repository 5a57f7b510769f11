'use strict';
// After every suite: removes the folders that the CDK made for it. As `aws-cdk-lib/testhelpers/jest-autoclean` does, which
// loads a part of the CDK into every suite for that, and most have none of it.
/* global afterAll */

const assemblies = 'aws-cdk-lib/cx-api';

afterAll(() => {
  if (require.resolve(assemblies) in require.cache) require(assemblies).CloudAssembly.cleanupTemporaryDirectories();
});
