import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import type * as reconcileSecrets from '../../../lambda/reconcile-secrets/reconcile';
import type * as rotateAccessKey from '../../../lambda/rotate-access-key/rotate';
import type * as stepsOfAll from '../../../lambda/rotation/run-step';
import type { Change, KnownBug } from './known-bugs';

const root = join(__dirname, '../../..');

/** What a life is lived with: the right functions, or a copy of them with a bug. */
export interface Sources {
  readonly AccessKeyRotation: typeof rotateAccessKey.AccessKeyRotation;
  readonly Reconciler: typeof reconcileSecrets.Reconciler;
  readonly runStep: typeof stepsOfAll.runStep;
}

/** A bug whose place has changed: it must be described anew, or it is not tried at all. */
class BugNotFound extends Error {
  override readonly name = 'BugNotFound';
}

function broken(source: string, { file, correct, wrong }: Change): string {
  const parts = source.split(correct);
  if (parts.length !== 2) {
    throw new BugNotFound(`stands ${String(parts.length - 1)} times in lambda/${file}, not once: ${correct}`);
  }
  return parts.join(wrong);
}

/** The functions of an access key with one bug put into them: a copy of their sources, loaded like the original. */
export function sourcesWith({ changes }: KnownBug, index: number): Sources {
  const folder = join(root, '.cache/known-bugs', String(index));
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['access-keys', 'reconcile-secrets', 'rotate-access-key', 'rotation']) {
    const to = join(folder, name);
    mkdirSync(to, { recursive: true });
    cpSync(join(root, 'lambda', name), to, { recursive: true, filter: (path) => !/\/aws(\/|$)|index\.ts$/.test(path) });
  }
  for (const change of changes) {
    const file = join(folder, change.file);
    writeFileSync(file, broken(readFileSync(file, 'utf8'), change));
  }
  // The model throws the original's errors, and the copy has to know them.
  const original = join(relative(join(folder, 'rotation'), root), 'lambda/rotation/errors');
  writeFileSync(join(folder, 'rotation/errors.ts'), `export * from '${original}';\n`);
  const { AccessKeyRotation } = jest.requireActual<typeof rotateAccessKey>(join(folder, 'rotate-access-key/rotate'));
  const { Reconciler } = jest.requireActual<typeof reconcileSecrets>(join(folder, 'reconcile-secrets/reconcile'));
  const { runStep } = jest.requireActual<typeof stepsOfAll>(join(folder, 'rotation/run-step'));
  return { AccessKeyRotation, Reconciler, runStep };
}
