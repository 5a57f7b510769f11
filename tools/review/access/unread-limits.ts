import { identityOfResolved } from '../../access/physical-ids';
import { entriesOf, originOf, type Stack } from '../../access/template';
import type { GuardChange } from '../finding';
import { fingerprintOf } from '../fingerprint';
import { withinEnvironment } from '../place';
import { shown } from '../shown';
import { furtherUnread } from './access-gains';
import type { SideAccess } from './side-access';
import type { Unread } from './understood';

interface Environment {
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

const people = { 'AWS::IAM::Role': 'role', 'AWS::IAM::User': 'user', 'AWS::IAM::Group': 'group' } as const;

/** Whoever is in some stacks, with the boundary that the template gives. */
function boundariesIn(stacks: readonly Stack[]): Map<string, unknown> {
  return new Map(
    Object.entries(people).flatMap(([type, kind]) =>
      entriesOf(stacks, type).map((entry) => {
        const { PermissionsBoundary } = entry.resource.Properties ?? {};
        return [`${kind} ${identityOfResolved(entry).ref}`, PermissionsBoundary] as const;
      }),
    ),
  );
}

function change(environment: Environment, unread: Unread, what: 'refusal' | 'boundary'): GuardChange {
  const origin = originOf(unread.owner);
  const path = withinEnvironment(origin.constructPath, environment.name);
  const property = what === 'refusal' ? 'statements that refuse' : 'permissions boundary';
  const before = what === 'refusal' ? shown(unread.text) : 'another one';
  const after = what === 'refusal' ? 'not there' : shown(unread.text);
  const fingerprint = fingerprintOf(
    'guard',
    { path, property, what: unread.text, subjects: unread.subjects },
    environment,
  );
  const why = 'nobody here can read it, or show that as much is refused';
  return {
    kind: 'guard',
    environment: environment.name,
    fingerprint,
    ...origin,
    type: unread.owner.resource.Type,
    property,
    before,
    after,
    why,
  };
}

/** What nobody here can read, and what refused something until now, or limits somebody in another way than it did. */
export function weakenedUnread(environment: Environment, base: SideAccess, head: SideAccess): GuardChange[] {
  const [before, after] = [boundariesIn(base.resolved), boundariesIn(head.resolved)];
  const isThere = (subject: string) => !/^(role|user|group) /.test(subject) || after.has(subject);
  const refusals = furtherUnread(base.unread, head.unread)
    .filter(({ kind, subjects }) => kind === 'refusing' && subjects.some(isThere))
    .map((one) => change(environment, one, 'refusal'));
  const ofKind = (side: SideAccess) => side.unread.filter(({ kind }) => kind === 'boundary');
  // One that is new to somebody limits; one in the place of another may limit less.
  const replaced = furtherUnread(ofKind(head), ofKind(base)).filter(({ subjects }) =>
    subjects.some((subject) => before.get(subject) !== undefined),
  );
  const mended = furtherUnread(ofKind(base), ofKind(head)).filter(({ subjects }) =>
    subjects.some(
      (subject) => after.get(subject) !== undefined && !replaced.some((one) => one.subjects.includes(subject)),
    ),
  );
  return [...refusals, ...[...replaced, ...mended].map((one) => change(environment, one, 'boundary'))];
}
