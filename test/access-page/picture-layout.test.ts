import { cellsOf } from '../../tools/access/page/browser/cell';
import { decode, type Environment } from '../../tools/access/page/browser/model';
import { layOut } from '../../tools/access/page/browser/picture-layout';
import { encode } from '../../tools/access/page/encode';
import { environmentWith } from './rows-of-room';

function environment(workloads: number): Environment {
  const names = Array.from({ length: workloads }, (_, index) => `portal-${String(index)}`);
  const [decoded] = decode(encode({ environments: [environmentWith('prod', '333344445555', names)] })).environments;
  if (decoded === undefined) throw new Error('nothing was decoded');
  return decoded;
}

describe('the picture of who reaches what', () => {
  const one = environment(1);
  const cells = cellsOf(one.ways);
  const layout = layOut(one, cells);

  it('has a line for each cell', () => {
    const lines = layout?.edges.map(({ from, to }) => `${from.label} ${to.label}`);
    expect(lines?.sort()).toEqual(cells.map(({ principal, resource }) => `${principal.name} ${resource.name}`).sort());
  });

  it('colours a line by the highest level', () => {
    const line = layout?.edges.find(
      ({ from, to }) => from.label === 'account 333344445555' && to.label === 'portal-0 DataKey',
    );
    expect(line?.level).toBe('Permissions management');
  });

  it('lets no two names of a side overlap, and keeps all within its height', () => {
    for (const side of [layout?.left ?? [], layout?.right ?? []]) {
      const places = side.map(({ y }) => y);
      const steps = places.slice(1).map((y, index) => y - (places[index] ?? 0));
      expect(Math.min(...steps)).toBeGreaterThanOrEqual(21);
      expect(Math.max(...places)).toBeLessThan(layout?.height ?? 0);
    }
  });

  it('keeps groups together', () => {
    for (const side of [layout?.left ?? [], layout?.right ?? []]) {
      const groups = side.map(({ group }) => group);
      const changes = groups.filter((group, index) => index > 0 && group !== groups[index - 1]).length;
      expect(changes).toBe(new Set(groups).size - 1);
    }
  });

  it('draws many resources of a kind as one', () => {
    const three = environment(3);
    const labels = layOut(three, cellsOf(three.ways))?.right.map(({ label }) => label);
    expect(labels).toContain('Logs and trails (12)');
    expect(labels?.length).toBeLessThan(40);
  });

  it('is not drawn for a hundred workloads, but for each of them', () => {
    const hundred = environment(100);
    expect(layOut(hundred, cellsOf(hundred.ways))).toBeUndefined();
    const own = hundred.ways.filter(({ statements }) => statements.some(({ stack }) => stack === 'prod-portal-57'));
    expect(layOut(hundred, cellsOf(own))?.edges.length).toBeGreaterThan(20);
  });

  it('is the same every time', () => {
    expect(layOut(one, cellsOf(one.ways))).toEqual(layout);
  });
});
