'use strict';
// Installs what a fresh clone lacks, then runs a program of the project:
//   node tools/setup/ensure-installed.cjs [program.ts [words...]]
// The program runs in a process of its own, so that it gets the Node that was installed just now.

const childProcess = require('child_process');
const crypto = require('crypto');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { choosePython, isInstalled, nodeProblem, npmProblem, pythonProblem } = require('./decisions.cjs');
const { withLock } = require('./lock.cjs');
const { ask, describeNode, findNpm, findPythons, needsShell } = require('./machine.cjs');

const ROOT = path.resolve(__dirname, '../..');
const LOCK = path.join(ROOT, '.cache/setup.lock');
const BIN = path.join(ROOT, 'node_modules/.bin');
const SET_HOOKS = path.join(ROOT, 'node_modules/simple-git-hooks/cli.js');
const REQUIREMENTS = path.join(__dirname, 'requirements.txt');
const VENV = path.join(ROOT, '.venv');
const VENV_PYTHON = path.join(VENV, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
// Written last, so an environment that was broken off half-way is made anew.
const VENV_STAMP = path.join(VENV, 'requirements.sha256');

/** @param {string} sentence */
function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (_absentOrHalfWritten) {
    return undefined;
  }
}

function arePackagesInstalled() {
  const installed = readJson(path.join(ROOT, 'node_modules/.package-lock.json'));
  return isInstalled(readJson(path.join(ROOT, 'package-lock.json')), installed);
}

function requirementsHash() {
  return crypto.createHash('sha256').update(fs.readFileSync(REQUIREMENTS)).digest('hex');
}

function isPythonInstalled() {
  // The interpreter is a link into the system: after an upgrade there it may point nowhere.
  if (!fs.existsSync(VENV_STAMP) || !fs.existsSync(VENV_PYTHON)) return false;
  return fs.readFileSync(VENV_STAMP, 'utf8') === requirementsHash();
}

/**
 * @param {string} command
 * @param {string[]} words
 */
function run(command, words) {
  const shell = needsShell(command);
  const result = childProcess.spawnSync(command, words, { cwd: ROOT, stdio: 'inherit', shell });
  if (result.status === 0) return;
  const how = result.error ? result.error.message : `exit code ${String(result.status)}`;
  throw new Error(`"${command} ${words.join(' ')}" failed: ${how}. See above; the next run starts it anew.`);
}

/**
 * @param {string} what
 * @param {() => void} work
 */
function step(what, work) {
  const start = Date.now();
  console.error(`Installing ${what} ...`);
  work();
  console.error(`Installed ${what} in ${((Date.now() - start) / 1000).toFixed(0)} s`);
}

function installPackages() {
  // Named kinds, because NODE_ENV=production or a user's configuration would leave them out.
  run('npm', ['ci', '--include=dev', '--include=optional', '--no-progress', '--loglevel=error']);
  const node = path.join(BIN, 'node');
  // A Node for another C library: out of the way, or every script would find it before the machine's own.
  if (fs.existsSync(node) && !ask(node, ['--version'])) fs.unlinkSync(node);
  // By hand, because .npmrc refuses the install scripts that would do it.
  if (!process.env.CI && fs.existsSync(path.join(ROOT, '.git'))) run(process.execPath, [SET_HOOKS]);
}

/** @param {string} python */
function installPython(python) {
  run(python, ['-m', 'venv', '--clear', VENV]);
  // Only wheels: building from source would fetch build tools that no hash covers.
  const words = ['install', '--require-hashes', '--only-binary=:all:', '--no-input', '--quiet'];
  run(VENV_PYTHON, ['-m', 'pip'].concat(words, '--disable-pip-version-check', '--requirement', REQUIREMENTS));
  fs.writeFileSync(VENV_STAMP, requirementsHash());
}

function ensureInstalled() {
  const needsPackages = !arePackagesInstalled();
  const needsPython = !isPythonInstalled();
  const pythons = needsPython ? findPythons() : [];
  const problems = [
    needsPackages ? npmProblem(findNpm()) : undefined,
    needsPython ? pythonProblem(pythons) : undefined,
  ].filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  if (needsPackages) step('the npm packages', installPackages);
  const python = choosePython(pythons);
  if (python) step('the Python packages', () => installPython(python.command));
}

/** @param {string[]} words */
function runProgram(words) {
  const node = fs.existsSync(path.join(BIN, 'node')) ? path.join(BIN, 'node') : process.execPath;
  const searchPath = BIN + path.delimiter + String(process.env.PATH);
  const child = childProcess.spawn(node, ['-r', 'ts-node/register'].concat(words), {
    cwd: ROOT,
    env: Object.assign({}, process.env, { PATH: searchPath }),
    stdio: 'inherit',
  });
  // The program cleans up after itself when it is told to stop, and this process waits for that. Ctrl-C in a terminal
  // tells both of them; told twice, the program would take it for impatience.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    stop(error.message);
  });
  child.on('exit', (code, signal) => {
    process.exit(signal ? 128 + os.constants.signals[signal] : Number(code));
  });
}

const problem = nodeProblem(describeNode());
if (problem) stop(problem);
try {
  if (!arePackagesInstalled() || !isPythonInstalled()) {
    withLock(
      LOCK,
      () => {
        console.error(`Another setup of this folder is running; waiting for it (if there is none, delete ${LOCK}).`);
      },
      ensureInstalled
    );
  }
} catch (error) {
  stop(/** @type {Error} */ (error).message);
}
if (process.argv.length > 2) runProgram(process.argv.slice(2));
