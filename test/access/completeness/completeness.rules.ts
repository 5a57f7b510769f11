import { policyVariables, unknownActions } from '../../../tools/access/completeness/written-actions';
import { accessRows } from '../../../tools/access/rows/access-rows';
import type { Rule } from '../../support/rules';
import { differencesToRows } from './against-rows';
import { askAll, interview } from './asked';
import { declared, differences, simulated } from './differences';

/**
 * Every action of AWS, asked of everybody. Beside the other rules, and not among those that notice each mutant: thousands
 * of mutants would each be asked hundreds of thousands of questions.
 */
export const completenessRules: readonly Rule[] = [
  {
    it: 'lets everybody do what is declared, of all actions of AWS, and nothing else',
    check: async (room) => {
      const asked = await askAll(room);
      expect(differences(simulated(asked.access), declared(room), ['the simulator', 'the declaration'])).toEqual([]);
      expect(asked.questions).toBeGreaterThan(room.assembly.principals.length * 20_000);
    },
  },
  {
    it: 'is told by the rows as the simulator answers',
    check: async (room) => {
      const { environment, stacks } = room;
      const rows = await accessRows({ ...environment, stacks });
      const { access } = await askAll(room);
      expect(differencesToRows(rows, access, environment.account)).toEqual([]);
      expect(rows).not.toHaveLength(0);
    },
  },
  {
    it: 'writes no action that AWS does not know',
    check: async ({ assembly }) => {
      const { index } = await interview();
      expect(unknownActions(assembly.stacks, index)).toEqual([]);
    },
  },
  {
    it: 'writes no policy variable into a resource, which no question could tell',
    check: ({ assembly }) => expect(policyVariables(assembly.stacks)).toEqual([]),
  },
];
