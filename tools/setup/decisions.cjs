'use strict';
// What the setup decides, apart from what it does. Like all of this folder in the syntax of 2015 and without
// dependencies: an old Node must be able to read it in order to say that it is too old.

/** @typedef {[number, number, number]} Version */
/** @typedef {{ command: string, version: Version, hasVenv: boolean }} Python */
/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage */
/** @typedef {{ packages?: { [path: string]: LockedPackage } }} Lockfile */

/** @type {Version} */
const NODE_TO_INSTALL = [20, 20, 0];
/** @type {Version} */
const NODE_TO_RUN = [22, 13, 0];
/** @type {Version} */
const NPM = [10, 0, 0];
/** @type {Version} */
const PYTHON = [3, 10, 0];

/** The platforms for which package.json names a Node of its own. */
const PLATFORMS_WITH_NODE = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'];

/**
 * The first version number in what a program prints about itself.
 *
 * @param {string | undefined} text
 * @returns {Version | undefined}
 */
function parseVersion(text) {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text || '');
  return match ? [Number(match[1]), Number(match[2]), Number(match[3] || 0)] : undefined;
}

/**
 * @param {Version | undefined} version
 * @param {Version} minimum
 */
function isAtLeast(version, minimum) {
  return version !== undefined && rank(version) >= rank(minimum);
}

/** @param {Version} version */
function rank(version) {
  return (version[0] * 1000 + version[1]) * 1000 + version[2];
}

/** @param {Version} version */
function minor(version) {
  return version.slice(0, 2).join('.');
}

/**
 * Whether `npm ci` brings a Node that runs on this machine: the packages hold programs for glibc only.
 *
 * @param {{ platform: string, arch: string, isMusl: boolean }} machine
 */
function bringsNode(machine) {
  return PLATFORMS_WITH_NODE.indexOf(machine.platform + '-' + machine.arch) !== -1 && !machine.isMusl;
}

/**
 * @param {{ version: string, platform: string, arch: string, isMusl: boolean }} machine
 * @returns {string | undefined} the sentence to say when this Node will not do
 */
function nodeProblem(machine) {
  const bringsOwn = bringsNode(machine);
  const minimum = bringsOwn ? NODE_TO_INSTALL : NODE_TO_RUN;
  if (isAtLeast(parseVersion(machine.version), minimum)) return undefined;
  const platform = machine.platform + '-' + machine.arch + (machine.isMusl ? ' without glibc' : '');
  const reason = bringsOwn ? '' : ' on ' + platform + ', for which the project brings no Node of its own';
  return (
    `Node ${minor(minimum)} or newer is needed${reason}, and this is Node ${machine.version.replace(/^v/, '')}: ` +
    'install the version that .nvmrc names, for instance with "nvm install" or from nodejs.org.'
  );
}

/**
 * @param {string | undefined} found what `npm --version` or npm's user agent says, nothing when there is no npm
 * @returns {string | undefined}
 */
function npmProblem(found) {
  const version = parseVersion(found);
  if (isAtLeast(version, NPM)) return undefined;
  return (
    `npm ${String(NPM[0])} or newer is needed, and ${version ? 'this is npm ' + version.join('.') : 'none was found'}: ` +
    (version ? 'run "npm install --global npm@11".' : 'it comes with Node, from nodejs.org or your package manager.')
  );
}

/**
 * @param {Python[]} found every Python on the PATH, the preferred one first
 * @returns {Python | undefined}
 */
function choosePython(found) {
  return found.find((python) => isAtLeast(python.version, PYTHON) && python.hasVenv);
}

/**
 * @param {Python[]} found
 * @returns {string | undefined}
 */
function pythonProblem(found) {
  if (choosePython(found)) return undefined;
  const names = found.map(
    (python) => `${python.command} ${python.version.join('.')}${python.hasVenv ? '' : ' without the venv module'}`
  );
  const situation = names.length === 0 ? 'none was found' : 'only ' + names.join(', ') + ' was found';
  return (
    `Python ${minor(PYTHON)} or newer with its venv module is needed, and ${situation}: install it, for instance with ` +
    '"apt install python3 python3-venv", "brew install python" or from python.org.'
  );
}

/**
 * Whether node_modules holds exactly what the lockfile names. npm writes its hidden lockfile last, so an install that
 * was broken off does not pass; optional packages of other platforms may be absent.
 *
 * @param {Lockfile} lockfile package-lock.json
 * @param {Lockfile | undefined} installed node_modules/.package-lock.json
 */
function isInstalled(lockfile, installed) {
  if (!installed) return false;
  const wanted = lockfile.packages || {};
  const present = installed.packages || {};
  const isAsLocked = Object.keys(present).every((path) => isSamePackage(wanted[path], present[path]));
  const mayBeAbsent = (/** @type {string} */ path) => path === '' || (wanted[path] || {}).optional === true;
  return isAsLocked && Object.keys(wanted).every((path) => present[path] !== undefined || mayBeAbsent(path));
}

/**
 * @param {LockedPackage | undefined} one
 * @param {LockedPackage | undefined} other
 */
function isSamePackage(one, other) {
  return one !== undefined && other !== undefined && one.version === other.version && one.integrity === other.integrity;
}

exports.parseVersion = parseVersion;
exports.isAtLeast = isAtLeast;
exports.nodeProblem = nodeProblem;
exports.npmProblem = npmProblem;
exports.choosePython = choosePython;
exports.pythonProblem = pythonProblem;
exports.isInstalled = isInstalled;
