import type { Resource, Template } from '../../access/template';
import { canonical, rightsIn } from './rights';

/** How what a person has deployed differs from what the commit needs. */
export interface Difference {
  /** Without it a deployment would fail, or be less guarded than the commit says. */
  readonly missing: readonly string[];
  /** Nothing needs it any more. It must stay until the deployment is over, which may still take away what it is for. */
  readonly surplus: readonly string[];
}

const documents = new Set(['PolicyDocument', 'AssumeRolePolicyDocument']);
/** Of these nothing that is allowed or refused depends. */
const words = new Set(['Description', 'Tags']);
const usage = 'AWS::CDK::Metadata';
/** Longer lists are read by nobody. */
const mostRights = 4;

/**
 * What CloudFormation stores of a template: it writes a question mark for each character that is not ASCII.
 *
 * @see https://github.com/aws/aws-cdk/issues/10219
 */
function stored(value: unknown): string {
  return canonical(value).replaceAll(/[\u0080-\u{10ffff}]/gu, '?');
}

function nameOf(logicalId: string, { Type, Properties = {} }: Resource): string {
  const name = Properties.ManagedPolicyName ?? Properties.RoleName;
  return `${Type} ${typeof name === 'string' ? name : logicalId}`;
}

function listed(name: string, rights: readonly string[]): string[] {
  if (rights.length === 0) return [];
  const more = rights.length - mostRights;
  return [`${name}: ${rights.slice(0, mostRights).join('; ')}${more > 0 ? `; and ${more} more` : ''}`];
}

function compareDocuments(name: string, expected: unknown, live: unknown): Difference {
  const [wanted, found] = [rightsIn(expected), rightsIn(live)];
  const known = (rights: typeof wanted) => new Set(rights.map((right) => stored(right.words)));
  const [all, there] = [known(wanted), known(found)];
  const absent = wanted.filter(({ words: text }) => !there.has(stored(text)));
  const beyond = found.filter(({ words: text }) => !all.has(stored(text)));
  // A refusal that nobody expects stands in the way.
  const inTheWay = beyond.filter(({ effect }) => effect === 'Deny').map(({ words: text }) => `still ${text}`);
  return {
    missing: listed(name, [...absent.map(({ words: text }) => text), ...inTheWay]),
    surplus: listed(
      name,
      beyond.filter(({ effect }) => effect !== 'Deny').map(({ words: text }) => text),
    ),
  };
}

function compareResources(name: string, expected: Resource, live: Resource): Difference[] {
  if (expected.Type !== live.Type) return [{ missing: [`${name} instead of ${live.Type}`], surplus: [] }];
  const [wanted, found] = [expected.Properties ?? {}, live.Properties ?? {}];
  const properties = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].filter((one) => !words.has(one));
  return properties.map((property) => {
    if (documents.has(property)) return compareDocuments(name, wanted[property], found[property]);
    const isSame = stored(wanted[property]) === stored(found[property]);
    return { missing: isSame ? [] : [`${name}: another ${property}`], surplus: [] };
  });
}

function resourcesOf({ Resources }: Template): [string, Resource][] {
  return Object.entries(Resources).filter(([, { Type }]) => Type !== usage);
}

/**
 * Compares what stands in the account with what the commit needs there.
 *
 * What the account has beyond it is told apart: a deployment that takes something away still needs the right to do so.
 */
export function differenceOf(expected: Template, live: Template): Difference {
  const found = new Map(resourcesOf(live));
  const all = new Set(Object.keys(expected.Resources));
  const differences = resourcesOf(expected).flatMap(([logicalId, resource]): Difference[] => {
    const there = found.get(logicalId);
    const name = nameOf(logicalId, resource);
    return there === undefined ? [{ missing: [name], surplus: [] }] : compareResources(name, resource, there);
  });
  const gone = [...found].filter(([logicalId]) => !all.has(logicalId));
  return {
    missing: differences.flatMap(({ missing }) => missing),
    surplus: [
      ...differences.flatMap(({ surplus }) => surplus),
      ...gone.map(([logicalId, resource]) => nameOf(logicalId, resource)),
    ],
  };
}
