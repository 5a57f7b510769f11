import { forbiddenIn } from './support/forbidden';
import { everything, judge, worldOf } from './support/world';

/** What an attacker who may merge any template cannot have CloudFormation do. */

jest.setTimeout(120_000);

describe.each(everything.map((environment) => [environment.name, environment] as const))(
  'CloudFormation’s role of %s',
  (_name, environment) => {
    const world = worldOf(environment);

    it.each(forbiddenIn(world).map((row) => [row.that, row] as const))('may not: %s', async (_that, { calls, by }) => {
      const wrong: string[] = [];
      for (const call of calls) {
        const asked = `${call.action} ${call.resource} ${JSON.stringify(call.context ?? {})}`;
        if ((await judge(world, call, 'policies')) === 'Allowed') wrong.push(`policies allow ${asked}`);
        if ((await judge(world, call, 'together')) === 'Allowed') wrong.push(`together allow ${asked}`);
        if (by === 'policies alone') continue;
        const answer = await judge(world, call, 'boundary');
        if (answer !== 'ExplicitlyDenied') wrong.push(`boundary: ${answer}: ${asked}`);
      }
      expect(wrong).toEqual([]);
      expect(calls).not.toHaveLength(0);
    });
  },
);
