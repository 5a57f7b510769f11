import type { Environment } from '../../lib/config/parameters';
import { allRules } from './all-rules';
import type { Mutant } from './mutants';
import { askedSoFar } from './questions';
import { withQuickExpect } from './quick-expect';
import { type Room, roomOf } from './room';
import type { Rule } from './rules';

async function fails(rule: Rule, room: Room): Promise<boolean> {
  try {
    await rule.check(room, true);
    return false;
  } catch {
    return true;
  }
}

/** A template that cannot even be resolved does not pass unnoticed. */
function built(environment: Environment, { stacks }: Mutant): Room | undefined {
  try {
    return roomOf(environment, stacks);
  } catch {
    return undefined;
  }
}

async function survives(environment: Environment, mutant: Mutant, rules: Rule[]): Promise<boolean> {
  const room = built(environment, mutant);
  if (room === undefined) return false;
  for (const [index, rule] of rules.entries()) {
    if (await fails(rule, room)) {
      // What noticed this change will soon notice the next one of its kind.
      rules.unshift(...rules.splice(index, 1));
      return false;
    }
  }
  return true;
}

/** The rules of an environment, the quickest first: which of them notices a change is all the same. */
async function rulesOf(environment: Environment): Promise<Rule[]> {
  const rules = allRules.filter(({ when }) => when?.(environment) !== false);
  // A rule that fails anyway would seem to notice everything.
  for (const rule of rules) await rule.check(roomOf(environment));
  const timed: { readonly rule: Rule; readonly milliseconds: number }[] = [];
  for (const rule of rules) {
    const start = performance.now();
    await rule.check(roomOf(environment), true);
    timed.push({ rule, milliseconds: performance.now() - start });
  }
  return timed.toSorted((one, other) => one.milliseconds - other.milliseconds).map(({ rule }) => rule);
}

/** The mutants that no rule notices. Snapshots do not count: they notice everything, and tell nothing. */
export async function survivingMutants(environment: Environment, mutants: readonly Mutant[]): Promise<Mutant[]> {
  const rules = await rulesOf(environment);
  const orders = new Map<string, Rule[]>();
  const survivors: Mutant[] = [];
  await withQuickExpect(async () => {
    for (const mutant of mutants) {
      const type = mutant.kind.split(': ')[0] ?? '';
      const order = orders.get(mutant.kind) ?? [...(orders.get(type) ?? rules)];
      orders.set(mutant.kind, order);
      if (await survives(environment, mutant, order)) survivors.push(mutant);
      orders.set(type, order);
    }
  });
  return survivors;
}

/** Says in the output of the tests how many changes were noticed: the number is evidence. */
export function report(of: string, mutants: readonly Mutant[], survivors: readonly Mutant[]): void {
  const noticed = mutants.length - survivors.length;
  process.stderr.write(
    `guards of ${of}: ${String(noticed)} of ${String(mutants.length)} changes noticed, by ${String(askedSoFar())} questions\n`,
  );
}
