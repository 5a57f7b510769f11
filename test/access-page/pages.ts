import { pageDifference } from '../../tools/access/commands/page-difference';
import { accessPage } from '../../tools/access/page/access-page';
import type { AccessRow } from '../../tools/access/rows/access-row';
import { differenceOf } from '../../tools/access/rows/difference';
import { environmentWith, threeEnvironments } from './rows-of-room';

export const prod = environmentWith('prod', '333344445555', ['portal']);
const row = (action: string): AccessRow => {
  const found = prod.rows.find((candidate) => candidate.action === action);
  if (found === undefined) throw new Error(`no row has the action ${action}`);
  return found;
};
const unconditional = (rows: readonly AccessRow[], changed: AccessRow) =>
  rows.map((each) => (each === changed ? { ...each, conditions: { all: [] } } : each));
const without = (rows: readonly AccessRow[], gone: readonly AccessRow[]) => rows.filter((each) => !gone.includes(each));

export const widened = row('s3:DeleteObject');
const narrowed = row('s3:GetObject');
const gained = [row('s3:PutObject'), row('sts:AssumeRole')];
/** Of the first two something remains in the cell, of the last nothing. */
const lost = [row('iam:CreateAccessKey'), row('iam:DeleteAccessKey'), row('iam:PutUserPolicy')];

export const before = unconditional(without(prod.rows, gained), narrowed);
export const after = unconditional(without(prod.rows, lost), widened);
export const found = differenceOf(before, after);
export const difference = pageDifference(found, { base: 'main', head: 'this pull request' });
export const html = accessPage({ environments: threeEnvironments });
export const withDifference = accessPage({
  environments: threeEnvironments.map((each) => (each.name === 'prod' ? { ...each, rows: after } : each)),
  difference,
});
export const cellHash = `#${['prod', `role:${widened.principal.id}`, widened.resource].map(encodeURIComponent).join('/')}`;
/** The same cell, where it stands in its table. */
export const placeHash = `${cellHash}/table`;
