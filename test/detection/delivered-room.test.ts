import type { Environment } from '../../lib/config/parameters';
import { costOf } from '../../tools/cost/environment-cost';
import { assumedUsage } from '../../tools/cost/usage';
import { deliveredEnvironment } from '../support/delivered';
import { proveAll } from '../support/rules';
import { synthesizedEnvironment } from '../support/templates';
import { eventRules } from './events.rules';
import { reachRules } from './reach.rules';
import { runbookRules } from './runbook.rules';

/** An environment that watches over its account, at home elsewhere than where IAM is, and whose jobs deploy it. */
const delivered = deliveredEnvironment();

proveAll(
  {
    'each event on its way to people, with who may deploy,': eventRules,
    'the way from each alarm and rule to people, with who may deploy,': reachRules,
    'what a person reads, with who may deploy,': runbookRules,
  },
  [delivered],
);

it('costs what one more rule of the global Region hands home, and nothing at home', () => {
  const usage = assumedUsage.production;
  const linesOf = (environment: Environment) => costOf(synthesizedEnvironment(environment), usage).lines;
  const of = (environment: Environment) =>
    linesOf(environment).find(({ type, price }) => type === 'AWS::Events::Rule' && price === 'customEvents')?.units;
  expect(of({ ...delivered, delivery: undefined })).toBe(5 * usage.forwardedEvents);
  expect(of(delivered)).toBe(6 * usage.forwardedEvents);
});
