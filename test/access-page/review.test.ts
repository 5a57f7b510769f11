import { differenceOf } from '../../tools/access/rows/difference';
import { pageOf } from '../../tools/review/render/page';
import type { Review } from '../../tools/review/review';
import { after, before, difference, prod } from './pages';

/** A review that finds in one environment what the difference finds. */
function reviewed(kind: 'kept' | 'removed'): Review {
  const { gained, lost } = differenceOf(before, after);
  const who = { kind: 'anyone', id: '*' } as const;
  const nothing = { unknownPolicies: [], unreadStatements: [] };
  return {
    isFirst: false,
    environments: [
      {
        ...{ name: prod.name, account: prod.account, region: prod.region, kind, notes: [] },
        gains: [{ kind: 'access', environment: prod.name, fingerprint: '', who, gained, ...nothing }],
        losses: lost,
        ...{ lostPolicies: [], weakened: [], strengthened: [], lostData: [], lostOthers: [] },
        ...{ values: [], code: [], others: [], baseRows: before, headRows: after },
      },
    ],
    outcome: { passes: true, missing: [], granted: [], outdated: [], unused: [] },
  };
}

it('shows a review as the difference is shown, with a request for each change', () => {
  const { environments, difference: shown } = pageOf(reviewed('kept'), 'main', 'this pull request');
  expect(environments).toEqual([{ ...prod, rows: after }]);
  expect(shown).toEqual(difference);
  expect(shown?.gained.every(({ witness }) => witness !== undefined)).toBe(true);
});

it('shows nothing of an environment that is no more', () => {
  expect(pageOf(reviewed('removed'), 'main', 'now')).toEqual({
    environments: [],
    difference: { base: 'main', head: 'now', gained: [], lost: [], changed: [] },
  });
});
