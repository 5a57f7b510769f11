import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { noticeKinds } from '../../../lambda/reconcile-secrets/ports';
import { rotationProblems } from '../../../lambda/rotation/errors';

const page = readFileSync(join(__dirname, '../../../docs/rotation.md'), 'utf8');

/** First column of the table below a heading, without its head. */
function rowsBelow(heading: string): string[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return [...own.matchAll(/^\| `([a-z-]+)`/gm)].map(([, name = '']) => name);
}

it('says what to do about every problem that stops a rotation, and about no other', () => {
  expect(rowsBelow('Errors of a rotation').toSorted()).toEqual(rotationProblems.toSorted());
});

it('says what to do about every notice, and about no other', () => {
  expect(rowsBelow('What you may be told').toSorted()).toEqual(noticeKinds.toSorted());
});
