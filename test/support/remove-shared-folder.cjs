'use strict';
// After the last suite of a run. A folder that came from outside is removed there.

const { rmSync } = require('node:fs');

module.exports = () => {
  const { STRONGROOM_SHARED, STRONGROOM_SHARED_BY } = process.env;
  if (STRONGROOM_SHARED === undefined || STRONGROOM_SHARED_BY !== String(process.pid)) return;
  rmSync(STRONGROOM_SHARED, { recursive: true, force: true });
};
