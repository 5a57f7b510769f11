/**
 * Recognizes values that look like secrets, so that none is ever written into the configuration and from there into a
 * template. It errs towards refusing: a plain value that looks random can be given another shape, a leaked key cannot
 * be called back.
 */

const knownShapes: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, 'an AWS access key id'],
  [/-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File/, 'a private key'],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/, 'a signed token'],
  [
    /\b(?:gh[oprsu]|github_pat|glpat|xox[abeprs]|[rs]k_(?:live|test)|whsec|npm|pypi|dop_v1|shpat|hf)[_-][A-Za-z0-9_-]{10,}/,
    'a service token',
  ],
  [/\bsk-[A-Za-z0-9_-]{20,}|\bAIza[A-Za-z0-9_-]{35}|\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/, 'a service token'],
  [/hooks\.slack\.com\/services\/\w+\/\w+\/\w{16,}/, 'an address that is itself a secret'],
  [/\b(?:Bearer|Basic) [A-Za-z0-9._~+/-]{16,}/, 'an authorization header'],
  [/:\/\/[^\s/:@]*:[^\s/@]+@/, 'an address that contains a password'],
  [/\b(?:password|passwd|pwd|secret|accountkey|sharedaccesskey)\s*=\s*[^\s;,]{4,}/i, 'a text that contains a password'],
  [
    /(?<![A-Za-z0-9/+=])(?=[a-z0-9/+]{0,39}[A-Z])(?=[A-Z0-9/+]{0,39}[a-z])(?=[A-Za-z/+]{0,39}\d)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/,
    'an AWS secret access key',
  ],
];

/** Names under which people keep secrets, without separators, as a part of the name. */
const secretPart =
  /password|passphrase|passwd|passcode|secret|token|credential|(?:private|api|access|signing|encryption|master|shared|session|hmac|service)key|connectionstring/;
/** The same, too short to be looked for inside other words. */
const secretWords = new Set(['pass', 'pwd', 'pw', 'pin', 'salt', 'pepper', 'dsn', 'mnemonic']);
/** Last words that turn such a name into a description of a secret. */
const descriptions = new Set(
  'age alias algorithm arn arns audience bytes count days enabled endpoint expiry field file format header host hours id ids issuer label length limit manager method minutes name names path per policy port prefix provider region required scheme seconds service ttl type uri url version'.split(
    ' ',
  ),
);

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

/** What known secret a text holds, in words, or undefined. */
export function knownSecretIn(value: string): string | undefined {
  return knownShapes.find(([shape]) => shape.test(value))?.[1];
}

export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  if (descriptions.has(words.at(-1) ?? '')) return false;
  return secretPart.test(words.join('')) || words.some((word) => secretWords.has(word));
}

/** Shannon entropy of a text's own letters, in bits for the whole text. */
export function entropyBits(value: string): number {
  const counts = new Map<string, number>();
  for (const letter of value) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const length = Array.from(value).length;
  return [...counts.values()].reduce((bits, count) => bits - count * Math.log2(count / length), 0);
}

const letterClasses = [/[a-z]/, /[A-Z]/, /\d/];

/** Share of neighbours of different classes: words keep to one class for a while, generators do not. */
export function restlessness(value: string): number {
  const classes = Array.from(value, (letter) => letterClasses.findIndex((kind) => kind.test(letter)));
  const changes = classes.filter((kind, index) => index > 0 && kind !== classes[index - 1]).length;
  return changes / Math.max(1, classes.length - 1);
}

function classCount(value: string): number {
  return letterClasses.filter((kind) => kind.test(value)).length;
}

function isGeneratedSegment(segment: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(segment)) return true;
  if (classCount(segment) === 3) return segment.length >= 16 && restlessness(segment) >= 0.33;
  // AWS's own ids, such as those of subnets, have 17 hexadecimal digits and stay below this length.
  return segment.length >= 24 && restlessness(segment) >= (/\d/.test(segment) ? 0.28 : 0.33);
}

function isGeneratedToken(token: string): boolean {
  if (token.length < 20 || entropyBits(token) < 70) return false;
  const segments = token.split(/[^A-Za-z0-9]/);
  const joined = segments.join('');
  return segments.some(isGeneratedSegment) || (classCount(joined) === 3 && restlessness(joined) >= 0.45);
}

/** Keys that are meant to be known look generated too. */
const publicKey = /-----BEGIN (?:PUBLIC KEY|CERTIFICATE)-----|^(?:ssh|ecdsa)-\S+ AAAA/;

/** Whether a text has a part so mixed that a generator, not a person, made it. */
export function looksGenerated(value: string): boolean {
  if (publicKey.test(value)) return false;
  return value.split(/[^A-Za-z0-9+/_=-]+/).some(isGeneratedToken);
}

/** What is said instead of a value that may be secret. */
export function describeHidden(value: string): string {
  return `a value of ${String(value.length)} characters (not printed: it may be secret)`;
}

/** A text in quotation marks, unless it looks like a secret. */
export function quote(value: string): string {
  return knownSecretIn(value) === undefined && !looksGenerated(value) ? `'${value}'` : describeHidden(value);
}
