'use strict';
// The part of Lambda that calls a handler: a thread with nothing but the function's own environment.

const { parentPort, workerData } = require('node:worker_threads');

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);

/** Milliseconds by which the clocks of the account, this one among them, are ahead of the machine's. */
let ahead = 0;

const MachineDate = Date;
globalThis.Date = /** @type {DateConstructor} */ (
  new Proxy(MachineDate, {
    construct: (target, parts) =>
      parts.length === 0 ? new target(target.now() + ahead) : Reflect.construct(target, parts),
    get: (target, name) => (name === 'now' ? () => target.now() + ahead : Reflect.get(target, name)),
  })
);

const { handler } = require(workerData.bundle);

/** What was written before must have arrived before the outcome does. */
const flushed = () =>
  Promise.all([process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))));

port.on('message', ({ event, milliseconds, clockAhead, requestId }) => {
  ahead = clockAhead;
  const deadline = Date.now() + milliseconds;
  const context = {
    awsRequestId: requestId,
    functionName: 'function',
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  handler(event, context)
    .then(
      () => ({ isDone: true }),
      (/** @type {Error} */ error) => ({ isDone: false, name: error.name, message: error.message }),
    )
    .then(async (/** @type {object} */ outcome) => {
      await flushed();
      port.postMessage(outcome);
    });
});
