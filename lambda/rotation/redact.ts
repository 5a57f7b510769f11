const REDACTED = '[redacted]';

/** Shorter strings stand in names and sentences too: to replace those would shred the log and hide nothing. */
const shortestSecret = 8;

/** Fields of a secret's JSON that name something and open nothing. */
const publicFields: ReadonlySet<string> = new Set([
  'accessKeyId',
  'alg',
  'aud',
  'audience',
  'crv',
  'iss',
  'issuer',
  'kid',
  'kty',
  'region',
  'use',
  'user',
  'userName',
  'username',
]);

/** What a secret looks like when nobody registered it. */
const shapes: readonly RegExp[] = [
  /-----BEGIN [^-]*-----[\s\S]*?(?:-----END [^-]*-----|$)/gu,
  /eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/gu,
  // Secret access keys have 40 characters of base64, session tokens hundreds. Names are written in one case.
  /(?<![A-Za-z0-9/+=])(?=[a-z0-9/+]*[A-Z])(?=[A-Z0-9/+]*[a-z])[A-Za-z0-9/+]{40,}={0,2}/gu,
  /(?<![\w-])(?=[a-z0-9_-]*[A-Z])(?=[A-Z0-9_-]*[a-z])(?=[A-Za-z_-]*\d)[\w-]{40,}/gu,
];

function stringLeaves(name: string, value: unknown): readonly string[] {
  if (typeof value === 'string') return publicFields.has(name) ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, nested]) => stringLeaves(field, nested));
}

function leavesOf(secret: string): readonly string[] {
  try {
    return stringLeaves('', JSON.parse(secret));
  } catch {
    return [];
  }
}

/** The ways in which a value gets into a text. */
function spellings(value: string): readonly string[] {
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    Buffer.from(value).toString('base64'),
    Buffer.from(value).toString('base64url'),
  ];
}

/** Takes secrets out of texts: those it was told of, and whatever looks like one. */
export class Redactor {
  private readonly secrets = new Set<string>();
  private readonly known: ReadonlySet<string>;

  /** @param known values that stand in the template and may lie beside a secret in its JSON */
  public constructor(known: readonly string[] = []) {
    this.known = new Set(known);
  }

  /** Must see a secret before anything else does. @returns the secret, for one-line use */
  public register(secret: string): string {
    for (const value of [secret, ...leavesOf(secret)]) {
      if (value.length < shortestSecret || this.known.has(value)) continue;
      for (const spelling of spellings(value)) this.secrets.add(spelling);
    }
    return secret;
  }

  public redact(text: string): string {
    // The longest first: a secret may begin with another one.
    const registered = [...this.secrets].sort((one, other) => other.length - one.length);
    const withoutRegistered = registered.reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text);
    return shapes.reduce((rest, shape) => rest.replace(shape, REDACTED), withoutRegistered);
  }
}
