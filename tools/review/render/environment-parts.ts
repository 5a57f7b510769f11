import { principalName } from '../../access/rows/words';
import type { EnvironmentReview } from '../environment-review';
import type { Part } from './cut';
import { escaped } from './escape';
import {
  costLines,
  firstOf,
  folded,
  gainLines,
  guardLine,
  lossLines,
  lostLine,
  newEnvironmentLines,
  newStacksLines,
  otherLine,
  placeText,
  plural,
  type Room,
  section,
  valueLine,
} from './finding-lines';

/** The parts of an environment, from what matters most. */
export function partsOf(environment: EnvironmentReview, room: Room): Part[] {
  const {
    name,
    gains,
    newEnvironment,
    newStacks,
    weakened,
    strengthened,
    lostData,
    lostOthers,
    values,
    code,
    others,
    notes,
  } = environment;
  const whose = escaped(name);
  const titles = { kept: '', new: ' (new)', removed: ' (removed)' };
  const part = (what: string, lines: readonly string[]): Part[] =>
    lines.length === 0 ? [] : [{ what: `${what} of ${whose}`, lines }];
  const gainParts = gains.flatMap((gain) =>
    part(`the gain of ${escaped(principalName(gain.who))}`, gainLines(gain, room)),
  );
  return [
    {
      what: whose,
      lines: [`## ${whose}${titles[environment.kind]}`, '', ...notes.flatMap((note) => [`> ${escaped(note)}`, ''])],
    },
    ...(gains.length === 0 && newEnvironment === undefined && newStacks === undefined
      ? []
      : [
          {
            what: `gained access of ${whose}`,
            lines: [
              '### Gains access',
              '',
              ...(newEnvironment === undefined ? [] : newEnvironmentLines(newEnvironment, room)),
            ],
          },
        ]),
    ...gainParts,
    ...part('what new stacks bring', newStacks === undefined ? [] : newStacksLines(newStacks, room)),
    ...part(
      'lost access',
      folded(
        `Loses access: ${plural(new Set(environment.losses.map(({ row }) => row.principal.id)).size, 'principal')}`,
        firstOf(lossLines(environment), { ...room, most: room.most * 8 }),
      ),
    ),
    ...part(
      'weakened guards',
      [
        '',
        ...section(
          'Guards that are weaker',
          weakened.map((one) => guardLine(one, true)),
          room,
        ),
      ].slice(weakened.length === 0 ? 1 : 0),
    ),
    ...part(
      'stronger guards',
      folded(
        `Guards that are stronger: ${String(strengthened.length)}`,
        firstOf(
          strengthened.map((one) => guardLine(one, false)),
          room,
        ),
      ),
    ),
    ...part('lost data', section('Data that are lost, replaced or left behind', lostData.map(lostLine), room)),
    ...part(
      'replaced resources',
      folded(
        `Other resources that are destroyed, replaced or left behind: ${String(lostOthers.length)}`,
        firstOf(lostOthers.map(lostLine), room),
      ),
    ),
    ...part('values', section('Changed values', values.map(valueLine), room)),
    ...part('cost', costLines(environment)),
    ...part(
      'code',
      section(
        'Changed code',
        code.map((place) => `- ${placeText(place)}`),
        room,
      ),
    ),
    ...part(
      'everything else',
      folded(
        `Every resource that is not the same: ${String(others.length)}`,
        firstOf(others.map(otherLine), { ...room, most: room.most * 4 }),
      ),
    ),
  ];
}

/** What an environment has none of when nothing changes in it. */
const changes = [
  'gains',
  'losses',
  'lostPolicies',
  'weakened',
  'strengthened',
  'lostData',
  'lostOthers',
  'values',
  'code',
  'others',
  'notes',
] as const satisfies (keyof EnvironmentReview)[];

export function isQuiet(environment: EnvironmentReview): boolean {
  const { kind, newEnvironment, newStacks } = environment;
  return (
    kind === 'kept' &&
    newEnvironment === undefined &&
    newStacks === undefined &&
    changes.every((name) => environment[name].length === 0)
  );
}
