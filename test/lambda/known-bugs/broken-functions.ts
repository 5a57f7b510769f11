import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import type * as reconcileSecrets from '../../../lambda/reconcile-secrets/reconcile';
import type * as rotateAccessKey from '../../../lambda/rotate-access-key/rotate';
import type { Functions } from '../../support/aws-model/driver';
import { accessKeyFunctions } from '../faults/functions';
import type { KnownBug } from './known-bugs';

const root = join(__dirname, '../../..');

/** A bug whose place has changed: it must be described anew, or it is not tried at all. */
class BugNotFound extends Error {
  override readonly name = 'BugNotFound';
}

function broken(source: string, { bug, file, correct, wrong }: KnownBug): string {
  const parts = source.split(correct);
  if (parts.length !== 2) {
    throw new BugNotFound(`'${bug}': its place stands ${String(parts.length - 1)} times in lambda/${file}, not once`);
  }
  return parts.join(wrong);
}

/** The functions of an access key with one bug put into them: a copy of their sources, loaded like the original. */
export function functionsWith(bug: KnownBug, index: number): Functions {
  const folder = join(root, '.cache/known-bugs', String(index));
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['access-keys', 'reconcile-secrets', 'rotate-access-key', 'rotation']) {
    const to = join(folder, name);
    mkdirSync(to, { recursive: true });
    cpSync(join(root, 'lambda', name), to, { recursive: true, filter: (path) => !/\/aws(\/|$)|index\.ts$/.test(path) });
  }
  const file = join(folder, bug.file);
  writeFileSync(file, broken(readFileSync(file, 'utf8'), bug));
  // The model throws the original's errors, and the copy has to know them.
  const original = join(relative(join(folder, 'rotation'), root), 'lambda/rotation/errors');
  writeFileSync(join(folder, 'rotation/errors.ts'), `export * from '${original}';\n`);
  const { AccessKeyRotation } = jest.requireActual<typeof rotateAccessKey>(join(folder, 'rotate-access-key/rotate'));
  const { Reconciler } = jest.requireActual<typeof reconcileSecrets>(join(folder, 'reconcile-secrets/reconcile'));
  return accessKeyFunctions(AccessKeyRotation, Reconciler);
}
