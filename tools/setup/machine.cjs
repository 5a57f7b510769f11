'use strict';
// What this machine has, read from its programs.

const childProcess = require('child_process');
const { choosePython, parseVersion } = require('./decisions.cjs');

// The plain name first; the others help where it is an old one.
const PYTHON_COMMANDS = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
// Debian packs ensurepip, which `python -m venv` needs, apart from Python itself.
const PYTHON_QUESTION =
  'import sys, importlib.util as u; ' +
  'print("%d.%d.%d" % sys.version_info[:3], all(u.find_spec(m) for m in ("venv", "ensurepip")))';

/**
 * On Windows npm is a batch file, which only the shell can start.
 *
 * @param {string} command
 */
function needsShell(command) {
  return command === 'npm' && process.platform === 'win32';
}

/**
 * @param {string} command
 * @param {string[]} words
 * @returns {string | undefined} what it printed, nothing when it is absent or fails
 */
function ask(command, words) {
  const answer = childProcess.spawnSync(command, words, { encoding: 'utf8', shell: needsShell(command) });
  return answer.status === 0 ? answer.stdout.trim() : undefined;
}

function describeNode() {
  return { version: process.version, platform: process.platform, arch: process.arch, isMusl: isMusl() };
}

function isMusl() {
  if (process.platform !== 'linux' || !process.report) return false;
  // Else the report asks the name server for every network address of the machine.
  const report = Object.assign(process.report, { excludeNetwork: true }).getReport();
  return /** @type {any} */ (report).header.glibcVersionRuntime === undefined;
}

/** The version of npm; npm names itself to the programs that it runs, which saves starting it. */
function findNpm() {
  const agent = /^npm\/(\S+)/.exec(process.env.npm_config_user_agent || '');
  return agent ? agent[1] : ask('npm', ['--version']);
}

/** @returns {import('./decisions.cjs').Python[]} */
function findPythons() {
  /** @type {import('./decisions.cjs').Python[]} */
  const found = [];
  for (const command of PYTHON_COMMANDS) {
    const answer = ask(command, ['-c', PYTHON_QUESTION]);
    const version = parseVersion(answer);
    if (answer && version) found.push({ command, version, hasVenv: answer.endsWith('True') });
    if (choosePython(found)) break;
  }
  return found;
}

exports.needsShell = needsShell;
exports.ask = ask;
exports.describeNode = describeNode;
exports.findNpm = findNpm;
exports.findPythons = findPythons;
