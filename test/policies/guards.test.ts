import { mutantsOf } from '../support/mutants';
import { report, survivingMutants } from '../support/surviving-mutants';
import { environments, named, synth } from '../support/templates';
import { harmlessChanges } from './harmless-changes';

// For every guard a test that fails when it is removed: each is removed once, and all rules are asked again.
test('notices every statement, condition and property that is taken from production', async () => {
  const prod = named(environments, 'prod');
  const mutants = [...mutantsOf(synth(prod))];
  const survivors = await survivingMutants(prod, mutants);
  report('prod', mutants, survivors);
  expect(survivors.filter(({ kind }) => !(kind in harmlessChanges)).map(({ name }) => name)).toEqual([]);
  expect(Object.keys(harmlessChanges).filter((known) => !survivors.some(({ kind }) => kind === known))).toEqual([]);
}, 300_000);
