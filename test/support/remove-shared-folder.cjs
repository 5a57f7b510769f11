'use strict';
// After the last suite of a run.

const { rmSync } = require('node:fs');

module.exports = () => {
  const { STRONGROOM_SHARED } = process.env;
  if (STRONGROOM_SHARED !== undefined) rmSync(STRONGROOM_SHARED, { recursive: true, force: true });
};
