import type { Condition, RowPrincipal } from './access-row';
import { accountOf, arnName, pathName } from './arn-name';
import { type Limit, limitOf } from './limit';
import { type Form, listed, phraseOf, quoted, shortArn } from './phrases';

/**
 * When something holds, in plain words that follow it: `only over TLS 1.2 or newer; only through S3`; `always` and `never`.
 *
 * @param form - `short` counts external ids, shortens ARNs and long lists; `long` tells every value.
 * @default - short
 */
export function inWords(condition: Condition, form: Form = 'short'): string {
  return limitsInWords(condition, form).join('; ') || 'always';
}

/** The same as one phrase for each limit that must hold; none for what always holds. */
export function limitsInWords(condition: Condition, form: Form = 'short'): string[] {
  const limit = limitOf(condition);
  const limits = limit.kind === 'all' ? limit.parts : [limit];
  return limits.map((part) => only(part, form));
}

function only(limit: Limit, form: Form): string {
  const phrase = textOf(limit, form);
  if (limit.kind === 'any' && limit.parts.length === 0) return phrase;
  if (!phrase.startsWith('not ')) return `only ${phrase}`;
  // "Only not from there, or over TLS" would be no sentence.
  return limit.kind === 'any' ? `only when ${phrase}` : phrase;
}

function textOf(limit: Limit, form: Form): string {
  switch (limit.kind) {
    case 'comparison':
      return phraseOf(limit.comparison, form);
    case 'resource':
      return `${limit.holds ? '' : 'not '}on ${listed(limit.patterns, form, shortArn)}`;
    case 'literal': {
      const { operator, key, values, holds } = limit;
      return `where ${quoted(operator)} ${holds ? 'is met' : 'is not met'} by ${quoted(key)} with ${listed(values, 'long') || 'no value'}`;
    }
    case 'all':
    case 'any': {
      if (limit.parts.length === 0) return limit.kind === 'all' ? 'always' : 'never';
      const texts = limit.parts.map((part) => {
        const text = textOf(part, form);
        return 'parts' in part ? `(${text})` : text;
      });
      // What is allowed reads better before what is refused.
      const inOrder = [...texts.filter((text) => !isRefusal(text)), ...texts.filter(isRefusal)];
      return inOrder.join(limit.kind === 'all' ? ', and ' : ', or ');
    }
  }
}

function isRefusal(text: string): boolean {
  return text.startsWith('not ');
}

/** A short name for people: `portal-prod-web`, `account 444455556666`, `CloudTrail`-like services by their own name. */
export function principalName({ kind, id, constructPath }: RowPrincipal): string {
  switch (kind) {
    case 'role':
    case 'user': {
      const name = arnName(id);
      // A name that CloudFormation makes up says less than the path of the construct.
      return constructPath !== undefined && /-[0-9a-f]{12}$/.test(name) ? (pathName(constructPath) ?? name) : name;
    }
    case 'foreign': {
      const account = accountOf(id);
      return account === undefined ? arnName(id) : `${arnName(id)} of account ${account}`;
    }
    case 'account':
      return `account ${id}`;
    case 'service':
      return `service ${id.replace(/\.amazonaws\.com(\.cn)?$/, '')}`;
    case 'federated':
      return `identity provider ${arnName(id)}`;
    case 'anyone':
      return 'anyone';
  }
}

/** A short name of an ARN pattern: `portal-prod/documents/*`. */
export function resourceName(resource: string): string {
  return arnName(resource);
}
