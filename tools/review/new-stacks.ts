import type { DecidingStatement } from '../access/rows/access-row';
import type { AccessOnOneSide } from '../access/rows/difference';
import { identityOfResolved } from '../access/physical-ids';
import type { Entry, Stack } from '../access/template';
import { accessGains } from './access/access-gains';
import type { SideAccess } from './access/side-access';
import type { Unread } from './access/understood';
import type { AccessGain, GuardChange, NewStacks } from './finding';
import { fingerprintOf } from './fingerprint';
import type { GuardChanges, Values } from './guards/guard-changes';

/** What a change brings, divided by whether new stacks bring it. */
export interface Divided {
  readonly gains: readonly AccessGain[];
  readonly weakened: readonly GuardChange[];
  readonly newStacks?: NewStacks;
}

interface Environment {
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

/** Shorter texts are in the names of other things too. */
const leastLetters = 6;

function namesOf(entry: Entry): string[] {
  const given = Object.entries(entry.resource.Properties ?? {}).flatMap(([property, value]) =>
    property.endsWith('Name') && typeof value === 'string' ? [value] : [],
  );
  try {
    const { ref, attributes } = identityOfResolved(entry);
    return [ref, ...Object.values(attributes), ...given];
  } catch {
    return given;
  }
}

function namesIn(stacks: readonly Stack[]): string[] {
  return stacks.flatMap((stack) => [
    stack.name,
    ...Object.entries(stack.template.Resources).flatMap(([logicalId, resource]) =>
      namesOf({ stack, logicalId, resource }),
    ),
  ]);
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [JSON.stringify(value)];
  return Object.values(value).flatMap(textsIn);
}

/** A boundary lets through what something else gives. */
function gives({ effect, policy }: DecidingStatement): boolean {
  return effect === 'Allow' && policy !== 'boundary';
}

/** What is there for new stacks alone: said by themselves, or by others who say nothing new but their names. */
class Brought {
  private readonly own: readonly string[];
  private readonly others: readonly string[];
  private readonly newcomers: ReadonlySet<string>;

  constructor(
    private readonly added: ReadonlySet<string>,
    head: SideAccess,
  ) {
    this.own = namesIn(head.resolved.filter(({ name }) => added.has(name)));
    this.others = namesIn(head.resolved.filter(({ name }) => !added.has(name)));
    this.newcomers = new Set(
      head.assembly.principals.flatMap(({ arn, entry }) => (added.has(entry.stack.name) ? [arn] : [])),
    );
  }

  public gain({ row, counterpart }: AccessOnOneSide): boolean {
    if (this.newcomers.has(row.principal.id)) return true;
    if (row.deciding.filter(gives).every(({ stack }) => this.added.has(stack))) return true;
    const before = counterpart && [counterpart.resource, counterpart.conditions];
    return this.names(before, [row.resource, row.conditions]);
  }

  public unread({ owner }: Unread): boolean {
    return this.added.has(owner.stack.name);
  }

  /** Whether a value says nothing more than names of the new stacks, and leaves nothing out. */
  public names(before: unknown, after: unknown): boolean {
    const [was, is] = [new Set(textsIn(before)), new Set(textsIn(after))];
    const further = [...is].filter((text) => !was.has(text));
    return further.length > 0 && [...was].every((text) => is.has(text)) && further.every((text) => this.isName(text));
  }

  private isName(text: string): boolean {
    if (text.length < leastLetters || this.others.some((name) => name.startsWith(text))) return false;
    return this.own.some((name) => name.startsWith(text) || (name.length >= leastLetters && text.includes(name)));
  }
}

export interface Brings {
  readonly gained: readonly AccessOnOneSide[];
  readonly unread: readonly Unread[];
  /** Of resources that both sides have. */
  readonly guards: GuardChanges & { readonly values: Values };
  /** Of what stands in the new stacks. */
  readonly ownGuards: GuardChanges;
}

/**
 * Divides what a change brings: all that new stacks bring is one finding, so that a new workload takes one entry; whatever
 * else they bring makes it another one.
 *
 * @param added names of the new stacks
 */
export function divideByStacks(
  environment: Environment,
  added: readonly string[],
  head: SideAccess,
  { gained, unread, guards, ownGuards }: Brings,
): Divided {
  if (added.length === 0) return { gains: accessGains(environment, gained, unread), weakened: guards.weakened };
  const brought = new Brought(new Set(added), head);
  const named = (change: GuardChange) => brought.names(...(guards.values.get(change) ?? [undefined, undefined]));
  const gains = accessGains(
    environment,
    gained.filter((one) => brought.gain(one)),
    unread.filter((one) => brought.unread(one)),
  );
  const weakened = [...ownGuards.weakened, ...guards.weakened.filter(named)];
  const rest = {
    gains: accessGains(
      environment,
      gained.filter((one) => !brought.gain(one)),
      unread.filter((one) => !brought.unread(one)),
    ),
    weakened: guards.weakened.filter((one) => !named(one)),
  };
  const all = [...gains, ...weakened].map(({ fingerprint }) => fingerprint).sort();
  if (all.length === 0) return rest;
  const fingerprint = fingerprintOf('stacks', all, environment);
  const newStacks: NewStacks = {
    kind: 'new stacks',
    environment: environment.name,
    fingerprint,
    stacks: added,
    gains,
    weakened,
  };
  return { ...rest, newStacks };
}
