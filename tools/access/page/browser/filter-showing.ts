import { levels } from '../level';
import { type Cell, cellsOf } from './cell';
import { type Filter, filtered } from './filter';
import { fitsInMatrix } from './matrix';
import { type Environment, stacksOf } from './model';

/**
 * The filter under which the matrix shows a cell: the current one if it does, else the widest; undefined when the cell
 * stands among too many under each.
 */
export function filterShowing(environment: Environment, cell: Cell, current: Filter): Filter | undefined {
  const everything: Filter = { query: '', levels: new Set(levels), standing: 'everybody' };
  const stacks = new Set(cell.ways.flatMap(stacksOf));
  const candidates = [
    current,
    everything,
    ...[...stacks].map((stack): Filter => ({ ...everything, stack })),
    { ...everything, query: `"${cell.principal.id}" "${cell.resource.arn}"` },
  ];
  return candidates.find((filter) => {
    const shown = cellsOf(filtered(environment, filter));
    const isAmong = shown.some(({ principal, resource }) => principal === cell.principal && resource === cell.resource);
    return isAmong && fitsInMatrix(shown);
  });
}
