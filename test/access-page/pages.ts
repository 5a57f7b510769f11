import { accessPage } from '../../tools/access/page/access-page';
import type { PageDifference } from '../../tools/access/page/page-input';
import type { AccessRow } from '../../tools/access/rows/access-row';
import { environmentWith, threeEnvironments } from './rows-of-room';

export const prod = environmentWith('prod', '333344445555', ['portal']);
const row = (action: string): AccessRow => {
  const found = prod.rows.find((candidate) => candidate.action === action);
  if (found === undefined) throw new Error(`no row has the action ${action}`);
  return found;
};
export const widened = row('s3:DeleteObject');
const narrowed = row('s3:GetObject');
export const difference: PageDifference = {
  base: 'main',
  head: 'this pull request',
  gained: [row('s3:PutObject'), row('sts:AssumeRole')],
  lost: [row('iam:CreateAccessKey'), row('iam:DeleteAccessKey')],
  changed: [
    { base: widened, head: { ...widened, conditions: { all: [] } }, reach: 'wider' },
    { base: { ...narrowed, conditions: { all: [] } }, head: narrowed, reach: 'narrower' },
  ],
};
export const html = accessPage({ environments: threeEnvironments });
export const withDifference = accessPage({ environments: threeEnvironments, difference });
export const cellHash = `#${['prod', `role:${widened.principal.id}`, widened.resource].map(encodeURIComponent).join('/')}`;
