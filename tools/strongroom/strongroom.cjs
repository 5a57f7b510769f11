#!/usr/bin/env node
'use strict';

const { join } = require('node:path');

// By its place, not by the folder in which it is called: `npx` may be called anywhere in the checkout.
require('ts-node').register({ cwd: join(__dirname, '../..') });
require(join(__dirname, 'index.ts'));
