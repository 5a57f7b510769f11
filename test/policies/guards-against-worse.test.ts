import { report, survivingMutants } from '../support/surviving-mutants';
import { environments, named, synth } from '../support/templates';
import { worseMutantsOf } from '../support/worse-mutants';

// Beside guards.test.ts, in a file of its own so that both run at the same time.
test('notices in production whatever is not gone, but says something worse', async () => {
  const prod = named(environments, 'prod');
  const mutants = [...worseMutantsOf(synth(prod))];
  const survivors = await survivingMutants(prod, mutants);
  report('prod against worse', mutants, survivors);
  expect(survivors.map(({ name }) => name)).toEqual([]);
}, 300_000);
