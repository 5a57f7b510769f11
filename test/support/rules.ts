import type { Environment } from '../../lib/config/parameters';
import type { Answer } from '../../tools/access/simulator/simulate';
import { ask, type Question } from './questions';
import { type Room, roomOf } from './room';
import { environments } from './templates';

/** A sentence of the specification, `it …`, and what proves it on the templates of an environment. */
export interface Rule {
  readonly it: string;
  /** Environments that have what the sentence is about. @default - all */
  readonly when?: (environment: Environment) => boolean;
  /**
   * Fails by throwing, as jest's expectations do.
   *
   * @param untilWrong stop at the first thing that is wrong, instead of naming all
   */
  readonly check: (room: Room, untilWrong?: boolean) => void | Promise<void>;
}

/** One question of a table. `refused` is either denial, where it does not matter which policy refuses first. */
export interface Row {
  readonly that: string;
  readonly call: Question | readonly Question[];
  readonly answer: Answer | 'refused';
}

/** A rule that is a table of questions; a table without a row fails. */
export function table(it: string, rows: (room: Room) => readonly Row[], when?: Rule['when']): Rule {
  const check = async (room: Room, untilWrong = false): Promise<void> => {
    const wrong: string[] = [];
    const asked = rows(room);
    for (const { that, call, answer } of asked) {
      const got = await ask(room.assembly, call);
      const right = answer === 'refused' ? got !== 'Allowed' : got === answer;
      if (!right) wrong.push(`${that}: ${got} instead of ${answer}`);
      if (!right && untilWrong) break;
    }
    expect(wrong).toEqual([]);
    expect(asked).not.toHaveLength(0);
  };
  return { it, check, ...(when === undefined ? {} : { when }) };
}

function prove(subject: string, rules: readonly Rule[], among: readonly Environment[]): void {
  describe.each(among.map((environment) => [environment.name, environment] as const))(
    `${subject} of %s`,
    (_name, environment) => {
      for (const rule of rules) {
        if (rule.when?.(environment) === false) continue;
        test(rule.it, async () => {
          await rule.check(roomOf(environment));
        });
      }
    },
  );
}

/** Registers groups of rules as tests, each under its subject, once for each environment that has what a rule is about. */
export function proveAll(
  subjects: Readonly<Record<string, readonly Rule[]>>,
  among: readonly Environment[] = environments,
): void {
  for (const [subject, rules] of Object.entries(subjects)) prove(subject, rules, among);
}
