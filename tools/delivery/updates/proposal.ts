import { DeliveryError } from '../delivery-error';
import type { NewlyAllowed } from './newly-allowed';
import { Manifest, type Update, updatesBetween } from './wanted';

/** What ran the new versions hands over more than new versions. */
class MoreThanVersions extends DeliveryError {
  override readonly name = 'MoreThanVersions';
}

const version = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;
/** npm writes long lines; a lockfile ten times as long as today's is none of ours. */
const lockfileCharacters = 4_000_000;

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MoreThanVersions(`the proposed ${name} is not JSON`, { cause });
  }
}

function withoutVersions(manifest: Manifest): string {
  // npm writes them in its own order.
  const names = (versions: Readonly<Record<string, string>>) => Object.keys(versions).toSorted();
  return JSON.stringify({
    ...manifest,
    dependencies: names(manifest.dependencies),
    devDependencies: names(manifest.devDependencies),
  });
}

/**
 * Holds a proposed package.json and its lockfile to what an update may be: other versions of the same dependencies. The
 * programs that made them are new and nobody has read them yet.
 *
 * @param current text of package.json as it stands in main
 * @throws MoreThanVersions
 */
export function onlyVersions(current: string, proposed: string, lockfile: string): Update[] {
  const before = Manifest.parse(JSON.parse(current));
  const after = Manifest.safeParse(parse('package.json', proposed));
  if (!after.success || withoutVersions(before) !== withoutVersions(after.data)) {
    throw new MoreThanVersions('the proposed package.json changes more than versions of dependencies');
  }
  const updates = updatesBetween(before, after.data);
  const odd = updates.find(({ to }) => !version.test(to));
  if (odd !== undefined) throw new MoreThanVersions(`the proposed version of ${odd.name} is no exact version`);
  if (lockfile.length > lockfileCharacters) throw new MoreThanVersions('the proposed package-lock.json is too long');
  const locked = parse('package-lock.json', lockfile) as { readonly packages?: Readonly<Record<string, object>> };
  const elsewhere = Object.entries(locked.packages ?? {}).find(([, one]) => 'resolved' in one && !('link' in one));
  // .npmrc keeps addresses out, so npm takes every package from the registry that the reader trusts.
  if (elsewhere !== undefined) {
    throw new MoreThanVersions(`the proposed package-lock.json says where to load ${elsewhere[0]} from`);
  }
  return updates;
}

/** What a person reads before taking the updates over. */
export function proposalText(
  updates: readonly Update[],
  newActions: readonly string[],
  allowed: readonly NewlyAllowed[],
  checks: 'passed' | 'failed',
): string {
  const ofPrincipals = allowed.map(
    ({ environment, principal, actions }) => `| ${environment} | \`${principal}\` | ${actions.join(', ')} |`,
  );
  const actions =
    newActions.length === 0
      ? ['No action of AWS became known.']
      : [
          `${newActions.length} actions of AWS became known. ` +
            (ofPrincipals.length === 0
              ? 'No policy of any environment allows one of them.'
              : 'These principals are already allowed some of them, by patterns of their policies (refusals not counted):'),
          ...(ofPrincipals.length === 0
            ? []
            : ['', '| Environment | Principal | Actions |', '| --- | --- | --- |', ...ofPrincipals]),
        ];
  return [
    '### Newer dependencies',
    '',
    '| Package | From | To |',
    '| --- | --- | --- |',
    ...updates.map(({ name, from, to }) => `| ${name} | ${from} | ${to} |`),
    '',
    `Checks and review with these versions: **${checks}**; see the run of the workflow Nightly.`,
    '',
    '### Newly known actions',
    '',
    ...actions,
    '',
    'Checks do not start by themselves for a pull request that a workflow opened: close it and open it again.',
    '',
  ].join('\n');
}
