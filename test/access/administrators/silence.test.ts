import type { Environment } from '../../../lib/config/parameters';
import type { Resource, Stack } from '../../../tools/access/template';
import { environmentsOf } from '../../examples/example';
import { everyKind } from '../../support/every-kind';
import { named, synth } from '../../support/templates';
import { isSilent, ringingOpeningsOf } from './opening-calls';

/** Each rule that tells of an opening, taken away: then something opens in silence. */

jest.setTimeout(60_000);

/** Small ones, in which each of the rules is the only one that tells of something. */
const environments = new Map(
  [named(everyKind, 'guest'), named(everyKind, 'lodger'), named(environmentsOf('explicit-keys'), 'production')].map(
    (environment) => [environment.name, environment],
  ),
);

function environmentOf(name: string): Environment {
  const found = environments.get(name);
  if (found === undefined) throw new Error(`there is no environment ${name}`);
  return found;
}

function withoutRules(name: string, detection: string): readonly Stack[] {
  const isRule = ({ Type, Properties }: Resource) =>
    Type === 'AWS::Events::Rule' &&
    new RegExp(`^strongroom-${name}-${detection}(-\\d+)?$`).test(String(Properties?.Name)) &&
    Properties?.EventPattern !== undefined;
  return synth(environmentOf(name)).map((stack) => ({
    ...stack,
    template: {
      ...stack.template,
      Resources: Object.fromEntries(
        Object.entries(stack.template.Resources).filter(([, resource]) => !isRule(resource)),
      ),
    },
  }));
}

async function silentAfter(detection: string, name = 'guest'): Promise<number> {
  const openings = await ringingOpeningsOf(environmentOf(name), withoutRules(name, detection));
  return openings.filter(isSilent).length;
}

it('is none as it stands', async () => {
  expect(await silentAfter('nothing')).toBe(0);
});

it.each([
  ['function-changed', 'guest'],
  ['key-policy-changed', 'guest'],
  ['protected-principal-changed', 'guest'],
  ['access-key-or-password-created', 'production'],
  ['role-handed-to-a-service', 'lodger'],
])('begins when nothing tells: %s', async (detection, name) => {
  expect(await silentAfter('nothing', name)).toBe(0);
  expect(await silentAfter(detection, name)).toBeGreaterThan(0);
});

it('begins for whoever may write a secret when neither of its ways is told', async () => {
  // Two policies keep a secret: when one change rings, the opening does.
  expect(await silentAfter('(?:key|secret)-policy-changed')).toBeGreaterThan(await silentAfter('key-policy-changed'));
});
