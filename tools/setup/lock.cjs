'use strict';
// One setup at a time in one checkout: a second one waits until the first is done.

const fs = require('fs');
const path = require('path');

const POLL_MILLISECONDS = 200;

/** @param {number} milliseconds */
function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/**
 * @param {string} file
 * @returns {boolean} whether this process now holds the lock
 */
function tryAcquire(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    return false;
  }
}

/**
 * @param {string} file
 * @returns {boolean} whether the owner of the lock has ended without giving it back
 */
function isAbandoned(file) {
  try {
    process.kill(Number(fs.readFileSync(file, 'utf8')), 0);
    return false;
  } catch (error) {
    // ENOENT: given back meanwhile. EPERM: the owner is alive and belongs to somebody else.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH';
  }
}

/**
 * Asks again under a lock of its own: of two that saw the same abandoned lock, the slower one would otherwise remove
 * the lock that the faster one has taken since.
 *
 * @param {string} file
 */
function removeAbandoned(file) {
  const removal = `${file}.removal`;
  if (!tryAcquire(removal)) return;
  try {
    if (isAbandoned(file)) fs.unlinkSync(file);
  } finally {
    fs.unlinkSync(removal);
  }
}

/**
 * Runs the work while holding the lock.
 *
 * @param {string} file
 * @param {() => void} onWait called once when another process holds the lock
 * @param {() => void} work
 */
function withLock(file, onWait, work) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  let isWaiting = false;
  while (!tryAcquire(file)) {
    if (isAbandoned(file)) {
      removeAbandoned(file);
    } else {
      if (!isWaiting) onWait();
      isWaiting = true;
      sleep(POLL_MILLISECONDS);
    }
  }
  try {
    work();
  } finally {
    fs.unlinkSync(file);
  }
}

exports.withLock = withLock;
