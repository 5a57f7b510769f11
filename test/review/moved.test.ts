import type { Deviation } from '../../tools/access/template';
import { environmentOf, stackWith, type Resources, world } from './corpus/small-world';
import { having, worldWith } from './corpus/world-changes';
import { onlyOne, reviewOfSides } from './support';

describe('an environment under another name', () => {
  const called = (name: string, resources: Resources = world) => [
    { ...environmentOf(stackWith(resources, { name: `${name}-world` })), name },
  ];

  it('is told as the same, with what stays behind and one entry for what it gives', async () => {
    const made = await reviewOfSides(called('old'), called('new'));
    const { kind, notes, gains, lostData } = onlyOne(made);
    expect({ kind, gains }).toEqual({ kind: 'kept', gains: [] });
    expect(notes[0]).toContain('It was called old.');
    expect(lostData).toMatchObject([{ fate: 'left behind', constructPath: 'old-world' }]);
    expect(made.outcome.missing.map((one) => one.kind).sort()).toEqual(['data', 'new environment']);
  });

  it('needs as much as one that is removed beside one that is new', async () => {
    const renamed = (await reviewOfSides(called('old'), called('new'))).outcome.missing;
    const other = [{ ...environmentOf(stackWith({ Topic: { Type: 'AWS::SNS::Topic' } })), name: 'other' }];
    const apart = (await reviewOfSides([...called('old')], [...called('new'), ...other])).outcome.missing;
    expect(renamed.map(({ fingerprint }) => fingerprint)).toEqual(
      apart.filter(({ environment }) => environment !== 'other').map(({ fingerprint }) => fingerprint),
    );
  });

  it('hides no weaker guard, and tells what it gives beside the name', async () => {
    const weaker = worldWith({
      Logs: having('Logs', 'RetentionInDays', 7),
      Other: having('Other', 'ManagedPolicyArns', [{ Ref: 'Shared' }]),
    });
    const { weakened, newEnvironment } = onlyOne(await reviewOfSides(called('old'), called('new', weaker)));
    expect(weakened).toMatchObject([{ property: 'RetentionInDays' }]);
    expect(newEnvironment?.gains.map(({ who }) => who.id)).toEqual(['arn:aws:iam::111122223333:role/other']);
  });

  it('is another one when little of it is the same, or elsewhere', async () => {
    const elsewhere = called('new').map((one) => ({ ...one, region: 'eu-west-1' }));
    const different = [{ ...environmentOf(stackWith({ Topic: { Type: 'AWS::SNS::Topic' } })), name: 'new' }];
    for (const head of [elsewhere, different]) {
      const made = await reviewOfSides(called('old'), head);
      expect(made.environments.map(({ name, kind }) => [name, kind])).toEqual([
        ['new', 'new'],
        ['old', 'removed'],
      ]);
    }
  });
});

describe('a deviation from the tier', () => {
  const short: Deviation = { rule: 'log-retention', reason: 'Until the archive is there.', until: '2026-12-31' };
  const side = (...deviations: readonly Deviation[]) => [environmentOf(stackWith(world, { deviations }))];
  const judged = async (before: readonly Deviation[], after: readonly Deviation[]) => {
    const made = await reviewOfSides(side(...before), side(...after));
    const { weakened, strengthened } = onlyOne(made);
    return [weakened, strengthened].map((some) => some.map(({ property }) => property));
  };

  it('that is new or longer is told by name and needs an entry', async () => {
    expect(await judged([], [short])).toEqual([['log-retention'], []]);
    expect(await judged([short], [{ ...short, until: '2027-03-31' }])).toEqual([['log-retention'], []]);
    expect(await judged([short], [short, { ...short, workload: 'portal' }])).toEqual([['log-retention'], []]);
    const { weakened } = onlyOne(await reviewOfSides(side(), side(short)));
    expect(weakened).toMatchObject([
      { type: 'deviation', before: 'held to', after: 'not held to until 2026-12-31: Until the archive is there.' },
    ]);
  });

  it('that ends or is shorter is a stronger guard', async () => {
    expect(await judged([short], [])).toEqual([[], ['log-retention']]);
    expect(await judged([short], [{ ...short, until: '2026-11-30' }])).toEqual([[], ['log-retention']]);
  });

  it('with another reason is no other one', async () => {
    expect(await judged([short], [{ ...short, reason: 'Because the archive is late.' }])).toEqual([[], []]);
  });

  it('belongs to all that a new environment brings', async () => {
    const prints = await Promise.all(
      [side(), side(short)].map(async (head) => {
        const known = { ...environmentOf(stackWith({})), name: 'known' };
        const made = await reviewOfSides([known], [known, ...head]);
        return made.outcome.missing.map(({ kind, fingerprint }) => `${kind} ${fingerprint}`);
      }),
    );
    expect(prints.map((some) => some.length)).toEqual([1, 1]);
    expect(new Set(prints.flat()).size).toBe(2);
  });
});
