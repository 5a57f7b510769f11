import { principalName } from '../../access/rows/words';
import type {
  AccessGain,
  GuardChange,
  LostResource,
  NewEnvironment,
  NewStacks,
  OtherChange,
  Place,
  ValueChange,
} from '../finding';
import type { EnvironmentReview } from '../environment-review';
import { asCode, escaped } from './escape';
import { wordsOfWays, type WordsOfWay } from './words-of-gains';

/** How much room a place has. */
export interface Room {
  /** In bytes. */
  readonly limit: number;
  /** Entries of one list. */
  readonly most: number;
  /** Where all of it stands, as a sentence. */
  readonly elsewhere: string;
}

/** A comment of GitHub holds 65,536 characters. */
export const comment: Room = { limit: 60_000, most: 15, elsewhere: 'The summary of the job has it.' };

/** The summary of a step of GitHub holds 1,024 KiB. */
export const summary: Room = { limit: 1_000_000, most: 2_000, elsewhere: 'The file review.json has it.' };

export function plural(count: number, one: string, more = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : more}`;
}

export function firstOf(lines: readonly string[], { most, elsewhere }: Room): string[] {
  if (lines.length <= most) return [...lines];
  return [...lines.slice(0, most), `- … and ${String(lines.length - most)} more. ${elsewhere}`];
}

export function folded(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`<details><summary>${title}</summary>`, '', ...lines, '', '</details>', ''];
}

export function placeText({ constructPath, source, type }: Place): string {
  return `${asCode(constructPath)} (${escaped(type)}${source === undefined ? '' : `, ${asCode(source)}`})`;
}

function wayLines(way: WordsOfWay, otherwise: string): string[] {
  return [
    `  - ${asCode(way.actions)} on ${asCode(way.resource)}, ${escaped(way.when)}`,
    ...(way.otherwise === undefined ? [] : [`    - ${otherwise}: ${escaped(way.otherwise)}`]),
    ...(way.request === undefined ? [] : [`    - for example ${asCode(way.request)}`]),
    `    - by ${asCode(way.why)}`,
  ];
}

/** @param isOwn whether it needs an entry of its own, which its fingerprint names */
export function gainLines(gain: AccessGain, room: Room, isOwn = true): string[] {
  const { who, gained, unknownPolicies, unreadStatements, fingerprint } = gain;
  const ways = wordsOfWays(gained);
  const shown = ways.slice(0, room.most);
  const [unread, more] = [unreadStatements.slice(0, room.most), unreadStatements.length - room.most];
  const does = gained.length + unknownPolicies.length === 0 ? 'lets somebody do more' : 'gains access';
  return [
    `- **${escaped(principalName(who))}** ${does} (${asCode(who.id)}${isOwn ? `; ${asCode(fingerprint)}` : ''})`,
    // Of what is new as a whole the way itself says enough.
    ...shown.flatMap(({ request, ...way }) =>
      wayLines(isOwn && request !== undefined ? { ...way, request } : way, 'before'),
    ),
    ...(ways.length > shown.length
      ? [`  - … and ${plural(ways.length - shown.length, 'more way', 'more ways')}. ${room.elsewhere}`]
      : []),
    ...unknownPolicies.map(
      (arn) =>
        `  - whatever ${asCode(arn)} allows: no stack contains that policy, so that nobody here can say what it is`,
    ),
    ...unread.map((text) => `  - whatever this means, which nobody here can tell: ${asCode(text)}`),
    ...(more > 0 ? [`  - … and ${plural(more, 'more statement')}. ${room.elsewhere}`] : []),
  ];
}

/** All that new stacks bring, under one fingerprint. */
export function newStacksLines({ stacks, gains, weakened, fingerprint }: NewStacks, room: Room): string[] {
  const shown = gains.slice(0, room.most);
  return [
    `- **New: ${stacks.map(escaped).join(', ')}**. All that follows is one finding (${asCode(fingerprint)}):`,
    '',
    ...shown.flatMap((gain) => gainLines(gain, room, false)),
    ...(gains.length > shown.length
      ? [`- … and ${plural(gains.length - shown.length, 'more principal')}. ${room.elsewhere}`]
      : []),
    ...firstOf(
      weakened.map((one) => guardLine(one, true)),
      room,
    ),
    '',
  ];
}

export function newEnvironmentLines(
  { account, region, rows, gains, deviations, fingerprint }: NewEnvironment,
  room: Room,
): string[] {
  const outsiders = new Map(
    rows
      .filter(({ principal }) => !['role', 'user', 'service'].includes(principal.kind))
      .map(({ principal }) => [principal.id, principalName(principal)]),
  );
  return [
    `- All access of this environment is new: ${plural(rows.length, 'row')} in account ${escaped(account)}, ${escaped(region)} (${asCode(fingerprint)})`,
    ...[...outsiders.values()].slice(0, 20).map((name) => `  - among those who may act: **${escaped(name)}**`),
    ...deviations.map(
      ({ property, after, type }) => `  - ${escaped(type)} from ${asCode(property)}, ${escaped(after)}`,
    ),
    '',
    ...folded(
      `Who may do what: ${plural(gains.length, 'principal')}`,
      firstOf(
        gains.flatMap((gain) => gainLines(gain, room, false)),
        { ...room, most: room.most * 8 },
      ),
    ),
  ];
}

export function lossLines({ losses, lostPolicies }: EnvironmentReview): string[] {
  const names = new Map(losses.map(({ row }) => [row.principal.id, principalName(row.principal)]));
  return [
    ...[...names].flatMap(([id, name]) => {
      const ways = wordsOfWays(losses.filter(({ row }) => row.principal.id === id));
      return [`- **${escaped(name)}** (${asCode(id)})`, ...ways.flatMap((way) => wayLines(way, 'now'))];
    }),
    ...lostPolicies.map((arn) => `- ${asCode(arn)} is attached no more`),
  ];
}

export function guardLine(
  { property, before, after, why, fingerprint, ...place }: GuardChange,
  isWeaker: boolean,
): string {
  const setting = property === '' ? '' : ` ${asCode(property)}:`;
  const change = `${asCode(before)} → ${asCode(after)}`;
  return `- ${placeText(place)}${setting} ${change}${isWeaker ? `: ${escaped(why)} (${asCode(fingerprint)})` : ''}`;
}

export function lostLine(lost: LostResource & { readonly fingerprint?: string }): string {
  const because = lost.because.length === 0 ? '' : `, because of ${asCode(lost.because.join(', '))}`;
  const print = lost.fingerprint === undefined ? '' : ` (${asCode(lost.fingerprint)})`;
  return `- **${lost.fate}**: ${placeText(lost)}${because}${print}`;
}

export function valueLine({ name, before, after, ...place }: ValueChange): string {
  return `- ${asCode(name)} of ${placeText(place)}: ${asCode(before)} → ${asCode(after)}`;
}

export function otherLine({ change, properties, ...place }: OtherChange): string {
  return `- ${change}: ${placeText(place)}${properties.length === 0 ? '' : `: ${asCode(properties.join(', '))}`}`;
}

export function money(dollars: number): string {
  return `${dollars < 0 ? '−' : '+'}$${Math.abs(dollars).toFixed(2)}`;
}

export function costLines({ cost }: EnvironmentReview): string[] {
  if (cost === undefined || cost.lines.length + cost.newlyNotPriced.length === 0) return [];
  const { before, after, change, lines, newlyNotPriced } = cost;
  return [
    `**Cost a month**: ${money(change.list)} (${before.list.toFixed(2)} → ${after.list.toFixed(2)} dollars at list prices and assumed usage)`,
    '',
    ...folded('What makes the difference', [
      ...lines.map((line) => `- ${money(line.change.list)}: ${escaped(line.price)}, ${escaped(line.type)}`),
      ...newlyNotPriced.map(({ what, why }) => `- nobody can say how much: ${escaped(what)}: ${escaped(why)}`),
    ]),
  ];
}

export function section(title: string, lines: readonly string[], room: Room): string[] {
  return lines.length === 0 ? [] : [`### ${title}`, '', ...firstOf(lines, room), ''];
}
