import { Reconciler } from '../../../lambda/reconcile-secrets/reconcile';
import { AccessKeyRotation } from '../../../lambda/rotate-access-key/rotate';
import { runStep } from '../../../lambda/rotation/run-step';
import { sourcesWith } from './broken-functions';
import { knownBugs } from './known-bugs';
import { firstBroken } from './live';
import { type Life, lives } from './lives';

// Else a bug might be found in a life that breaks a promise whatever the functions do.
test.each<[string, Life]>(Object.entries(lives))(
  'the right functions keep every promise in the life "%s"',
  async (_, life) => {
    await expect(firstBroken({ AccessKeyRotation, Reconciler, runStep }, life)).resolves.toBeUndefined();
  },
  600_000,
);

test.each(knownBugs.map((bug, index) => [bug.bug, bug, index] as const))(
  'finds the bug of %s',
  async (_, bug, index) => {
    await expect(firstBroken(sourcesWith(bug, index), bug.life)).resolves.toMatch(bug.found);
  },
  600_000,
);
