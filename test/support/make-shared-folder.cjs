'use strict';
// Before the first suite of a run: where its suites leave what they synthesize to each other. A folder of the run's own,
// so that nothing outlives the sources that it was made of; `npm test` gives one to all runs that it starts.

const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

module.exports = () => {
  if (process.env.STRONGROOM_SHARED !== undefined) return;
  process.env.STRONGROOM_SHARED = mkdtempSync(join(tmpdir(), 'strongroom-shared-'));
  process.env.STRONGROOM_SHARED_BY = String(process.pid);
};
