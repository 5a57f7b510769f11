import { appendFileSync, writeFileSync } from 'node:fs';
import { everyKind } from '../support/every-kind';
import { mutantsOf } from '../support/mutants';
import { report, survivingMutants } from '../support/surviving-mutants';
import { environments, named, synth } from '../support/templates';
import { harmlessChanges } from './harmless-changes';
test('dump', async () => {
  const env = named([...environments, ...everyKind], process.env.ZZ_ENV ?? 'prod');
  const type = new RegExp(process.env.ZZ_TYPE ?? '.');
  const mutants = [...mutantsOf(synth(env))].filter(({ kind }) => type.test(kind));
  const survivors = await survivingMutants(env, mutants);
  report(env.name, mutants, survivors);
  const out = process.env.ZZ_OUT ?? '/tmp/survivors.txt';
  writeFileSync(out, '');
  for (const { name, kind } of survivors) if (!(kind in harmlessChanges)) appendFileSync(out, `${kind}\t${name}\n`);
}, 1500000);
