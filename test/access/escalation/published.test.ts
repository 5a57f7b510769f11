import { edgesOf, reachOf } from '../../../tools/access/escalation/graph';
import { escalationPaths } from '../../../tools/access/escalation/paths';
import type { AccessRow } from '../../../tools/access/rows/access-row';
import type { Stack } from '../../../tools/access/template';
import { publishedPaths, type PublishedPath } from './published-paths';
import { arn, attacker, household, row, stackOf, trust, work } from './scenes';

interface Scene {
  readonly stacks: readonly Stack[];
  readonly trusts: readonly AccessRow[];
  readonly victim: string;
}

function sceneOf({ victim }: PublishedPath): Scene {
  const people = household();
  if (victim === 'user') return { stacks: [stackOf(people)], trusts: [], victim: arn.user };
  if (victim === 'function') {
    return { stacks: [stackOf({ ...people, work })], trusts: [trust('lambda.amazonaws.com')], victim: arn.victim };
  }
  return { stacks: [stackOf(people)], trusts: [trust(victim.trusts)], victim: arn.victim };
}

/** What the attacker reaches of the victim with some permissions. */
function gained(published: PublishedPath, permissions: readonly string[]): string[] {
  const { stacks, trusts, victim } = sceneOf(published);
  const rows = [...permissions.map((action) => row(attacker, action)), ...trusts];
  const reached = reachOf(edgesOf({ rows, stacks })).filter(
    ({ from, to }) => from.id === attacker.id && to.id === victim,
  );
  return reached.map(({ gives }) => gives);
}

describe.each(publishedPaths.map((published) => [published.id, published] as const))('%s', (_id, published) => {
  it('is found', () => {
    expect(gained(published, published.permissions)).toEqual(expect.arrayContaining([...published.gives]));
  });

  it('is none for whoever may only look', () => {
    const looks = published.permissions.map((action) => action.replace(/:[A-Z][a-z]+/, ':Describe'));
    expect(gained(published, looks)).toEqual([]);
  });
});

describe('the lists', () => {
  const cited = escalationPaths.flatMap(({ sources }) => sources);
  const ids = publishedPaths.map(({ id }) => id);

  it('are each told of to the last path, and no path cites what no list has', () => {
    expect([...new Set(cited)].sort()).toEqual([...ids].sort());
  });

  it('have the sizes that they were published with', () => {
    const sizes = ['pathfinding.cloud', 'Rhino', 'iam-vulnerable', 'PMapper'].map(
      (name) => ids.filter((id) => id.startsWith(name)).length,
    );
    expect(sizes).toEqual([65, 28, 31, 10]);
  });
});
