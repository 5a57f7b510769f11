'use strict';
// The part of Lambda that calls a handler: a fresh thread with nothing but the function's own environment.

const { parentPort, workerData } = require('node:worker_threads');

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const { bundle, event, milliseconds } = workerData;
const deadline = Date.now() + milliseconds;
const context = {
  awsRequestId: workerData.requestId,
  functionName: 'function',
  getRemainingTimeInMillis: () => deadline - Date.now(),
};

require(bundle)
  .handler(event, context)
  .then(
    () => port.postMessage({ isDone: true }),
    (/** @type {Error} */ error) => port.postMessage({ isDone: false, name: error.name, message: error.message }),
  );
