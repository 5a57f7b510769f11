import { knownActionsOf } from '../../../tools/access/actions';
import { escalationPaths } from '../../../tools/access/escalation/paths';

/** Found by Rhino Security Labs in the console; the reference has never listed it. */
const undocumented = ['codestar:CreateProjectFromTemplate'];

describe('every path', () => {
  it('has an id of its own', () => {
    const ids = escalationPaths.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('needs actions that AWS knows', async () => {
    const named = [...new Set(escalationPaths.flatMap(({ needs }) => needs.flatMap(({ anyOf }) => anyOf)))];
    const services = [...new Set(named.map((action) => action.split(':')[0] ?? ''))];
    const known = new Set((await Promise.all(services.map(knownActionsOf))).flat().map(({ action }) => action));
    expect(named.filter((action) => !known.has(action))).toEqual(undocumented);
    expect(named.length).toBeGreaterThan(150);
  });

  it('says why in a clause that ends a sentence', () => {
    const names = escalationPaths.map(({ name }) => name);
    expect(names.filter((name) => !/^may .*[^.]$/.test(name))).toEqual([]);
  });

  it('needs something, and of whom it reaches wherever it changes somebody', () => {
    for (const { id, needs, gives, services } of escalationPaths) {
      const relations = needs.map(({ on }) => on);
      const isHeld = relations.some((on) => on !== 'anything') || services !== undefined;
      // A group may be given to anybody, and what is above the account reaches all of it.
      const reachesAll = ['add-user-to-group', 'change-single-sign-on', 'change-organization'].includes(id);
      expect([id, needs.length > 0, isHeld || reachesAll, gives]).toEqual([id, true, true, gives]);
    }
  });
});
