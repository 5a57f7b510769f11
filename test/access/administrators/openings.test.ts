import { environmentsOf, exampleNames } from '../../examples/example';
import { everyKind } from '../../support/every-kind';
import { environments } from '../../support/templates';
import { isSilent, passRole, rings, type RingingCall, type RingingOpening, ringingOpeningsOf } from './opening-calls';
import { openingCalls, untold } from './listed-openings';

/** What a principal with every right in the account must change before it reads a file or a secret, and what rings then. */

// The first test of each environment waits for what all of its tests ask.
jest.setTimeout(120_000);

const all = [
  ...[...environments, ...everyKind].map((environment) => [environment.name, environment] as const),
  ...exampleNames.flatMap((name) =>
    environmentsOf(name).map((environment) => [`${name}, ${environment.name}`, environment] as const),
  ),
];

const found = new Map<string, Promise<RingingOpening[]>>(
  all.map(([name, environment]) => [name, ringingOpeningsOf(environment)]),
);

async function openingsIn(name: string): Promise<RingingOpening[]> {
  return (await found.get(name)) ?? [];
}

function callsOf(openings: readonly RingingOpening[]): RingingCall[] {
  return openings.flatMap(({ changes }) => changes.flatMap(({ ways }) => ways.flatMap(({ steps }) => steps.flat())));
}

describe.each(all)('in %s', (name) => {
  it('nothing is open as it stands', async () => {
    expect((await openingsIn(name)).filter(({ changes }) => changes.length === 0)).toEqual([]);
  });

  it('nothing opens in silence', async () => {
    const silent = (await openingsIn(name)).filter(isSilent);
    expect(
      silent.map(({ opening, changes }) => ({
        treasure: opening.treasure.arn,
        by: changes.flatMap(({ change, ways }) =>
          ways.filter((way) => !rings(way)).map(({ path }) => `${change.id}: ${path}`),
        ),
      })),
    ).toEqual([]);
  });

  it('each call that opens rings as it is listed', async () => {
    const wrong = callsOf(await openingsIn(name)).filter(({ action, detections }) => {
      const listed = openingCalls[action] ?? [];
      const isUnheard = action === passRole || untold.has(action);
      return detections.some((id) => !listed.includes(id)) || (detections.length === 0) !== isUnheard;
    });
    expect([...new Set(wrong.map((call) => JSON.stringify(call)))]).toEqual([]);
  });
});

describe('the list of what opens', () => {
  const calls = async () => (await Promise.all(all.map(([name]) => openingsIn(name)))).flatMap(callsOf);

  it('has no call that opens nothing, and no detection that never rings', async () => {
    const made = await calls();
    const stale = Object.entries(openingCalls).flatMap(([action, detections]) =>
      detections.flatMap((id) =>
        made.some((call) => call.action === action && call.detections.includes(id)) ? [] : [`${action}: ${id}`],
      ),
    );
    expect(stale).toEqual([]);
  });

  it('explains every call that no rule can tell, and no other', async () => {
    const silent = (await calls()).filter(({ detections }) => detections.length === 0).map(({ action }) => action);
    expect([...new Set(silent)].sort()).toEqual([...untold.keys(), passRole].sort());
    expect([...untold.values()].filter((because) => !/^[A-Z].{40,}\.$/.test(because))).toEqual([]);
  });
});
