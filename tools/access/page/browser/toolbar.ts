import type { AccessLevel } from '../../rows/access-row';
import { levels } from '../level';
import { type Standing, standings, standingWords } from '../standing';
import { letterChips, levelWord } from './chips';
import { element } from './element';
import { type Filter, initialFilter } from './filter';
import type { Environment } from './model';

/** Long enough that a fast typist does not wait for every letter of a large page, in milliseconds. */
const PAUSE = 120;

interface Toolbar {
  readonly element: HTMLElement;
  /** Sets search and filters, of which nobody is told. */
  readonly set: (filter: Filter) => void;
}

/** Search and filters of one environment. */
export function toolbar(environment: Environment, id: string, changed: (filter: Filter) => void): Toolbar {
  const initial = initialFilter(environment);
  const query = element('input', {
    type: 'search',
    id: `${id}-query`,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': `${id}-hint`,
  });
  const boxes = levels.map((level) => {
    const box = element('input', { type: 'checkbox', value: level, checked: true });
    return [level, box] as const;
  });
  const standing = select(`${id}-standing`, [
    ['everybody', 'everybody'],
    ...standings.map((each) => [each, standingWords[each]] as const),
  ]);
  const stack = select(`${id}-stack`, [['', 'all parts'], ...environment.stacks.map((each) => [each, each] as const)]);
  const filter = (): Filter => ({
    query: query.value,
    levels: new Set<AccessLevel>(boxes.filter(([, box]) => box.checked).map(([level]) => level)),
    standing: standing.value as Standing | 'everybody',
    ...(stack.value === '' ? {} : { stack: stack.value }),
  });
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const set = (wanted: Filter) => {
    // What somebody typed a moment ago is no longer asked for.
    clearTimeout(waiting);
    query.value = wanted.query;
    for (const [level, box] of boxes) box.checked = wanted.levels.has(level);
    standing.value = wanted.standing;
    stack.value = wanted.stack ?? '';
  };
  set(initial);
  query.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => changed(filter()), PAUSE);
  });
  const form = element(
    'form',
    { role: 'search', class: 'toolbar', 'aria-label': `Search ${environment.name}` },
    element(
      'p',
      { class: 'query' },
      element('label', { for: query.id }, 'Search'),
      query,
      element(
        'span',
        { class: 'hint', id: `${id}-hint` },
        'A name, an action (s3:Get*), a resource or its ARN, a condition (external id), a statement.',
      ),
    ),
    element(
      'fieldset',
      {},
      element('legend', {}, 'Levels'),
      ...boxes.map(([level, box]) => element('label', {}, box, letterChips([level]), levelWord(level))),
    ),
    element('p', {}, element('label', { for: standing.id }, 'Who'), standing),
    ...(environment.stacks.length > 1 ? [element('p', {}, element('label', { for: stack.id }, 'Part'), stack)] : []),
    element('p', {}, element('button', { type: 'reset', class: 'button' }, 'Show all')),
  );
  for (const each of [standing, stack, ...boxes.map(([, box]) => box)])
    each.addEventListener('change', () => changed(filter()));
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', (event) => {
    event.preventDefault();
    set(initial);
    changed(filter());
  });
  return { element: form, set };
}

function select(id: string, options: readonly (readonly [string, string])[]): HTMLSelectElement {
  return element('select', { id }, ...options.map(([value, text]) => element('option', { value }, text)));
}
