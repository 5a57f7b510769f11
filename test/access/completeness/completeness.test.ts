import type { Environment } from '../../../lib/config/parameters';
import { environmentsOf, exampleNames } from '../../examples/example';
import { everyKind } from '../../support/every-kind';
import { roomOf } from '../../support/room';
import { proveAll } from '../../support/rules';
import { environments } from '../../support/templates';
import { askAll } from './asked';
import { completenessRules } from './completeness.rules';

// Processor time is a second each; on a loaded machine that takes longer.
jest.setTimeout(120_000);

proveAll({ access: completenessRules }, environments);
proveAll({ access: completenessRules }, everyKind);

const examples = exampleNames.map((name) => [name, environmentsOf(name)] as const);

describe.each(examples)('example %s:', (_name, among) => proveAll({ access: completenessRules }, among));

function told(questions: number, simulated: number, seconds: number): string {
  const number = (value: number) => value.toLocaleString('en');
  return (
    `${number(questions)} questions, ${number(simulated)} judged by the simulator, ` +
    `${number(questions - simulated)} known from those; ${seconds.toFixed(1)} s`
  );
}

/** Says in the output how much was asked, and how much of it anew: the numbers are evidence. */
async function report(title: string, among: readonly Environment[]): Promise<void> {
  for (const environment of among) {
    const { access, questions, simulated, seconds } = await askAll(roomOf(environment));
    const insiders = access.filter(({ kind }) => kind === 'role' || kind === 'user').length;
    process.stderr.write(
      `completeness of ${title}${environment.name}: ${told(questions, simulated, seconds)}; ` +
        `${String(insiders)} principals, ${String(access.length - insiders)} from outside\n`,
    );
  }
}

afterAll(async () => {
  await report('', [...environments, ...everyKind]);
  for (const [name, among] of examples) await report(`${name} in `, among);
});
