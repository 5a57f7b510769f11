import { deliveredEnvironment } from '../support/delivered';
import { everyKind } from '../support/every-kind';
import { roomOf } from '../support/room';
import { environments } from '../support/templates';
import { headings, headingsUsed } from './runbook.rules';

it('has a heading for nothing that never rings', () => {
  const used = new Set(
    [...environments, ...everyKind, deliveredEnvironment()].flatMap((environment) => headingsUsed(roomOf(environment))),
  );
  expect(headings.filter((heading) => !used.has(heading))).toEqual([]);
  expect(new Set(headings).size).toBe(headings.length);
});
