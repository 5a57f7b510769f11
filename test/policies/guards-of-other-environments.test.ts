import { mutantsOf } from '../support/mutants';
import { report, survivingMutants } from '../support/surviving-mutants';
import { environments, named, synth } from '../support/templates';
import { mutantsUnlike } from '../support/unlike';
import { worseMutantsOf } from '../support/worse-mutants';
import { harmlessChanges, harmlessElsewhere } from './harmless-changes';

// Where an environment is like production, the guards of production stand for it; where it differs, it has its own.
test.each(['dev', 'staging'])(
  'notices every change to what %s has otherwise than production',
  async (name) => {
    const environment = named(environments, name);
    const stacks = synth(environment);
    const mutants = mutantsUnlike(environment, named(environments, 'prod'), [
      ...mutantsOf(stacks),
      ...worseMutantsOf(stacks),
    ]);
    expect(mutants).not.toHaveLength(0);
    const survivors = await survivingMutants(environment, mutants);
    report(`${name} where it is unlike prod`, mutants, survivors);
    const harmless = harmlessElsewhere[name] ?? {};
    const told = survivors.filter(({ kind }) => !(kind in harmlessChanges) && !(kind in harmless));
    expect(told.map((survivor) => survivor.name)).toEqual([]);
    expect(Object.keys(harmless).filter((known) => !survivors.some(({ kind }) => kind === known))).toEqual([]);
  },
  300_000,
);
