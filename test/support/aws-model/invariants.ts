import { CURRENT, PENDING } from '../../../lambda/rotation/ports';
import { consumerCache, consumersUse } from './identity';
import { isSettled } from './propagation';
import { versionLabelled } from './secrets-manager';
import { CANARY, DAY, type KeyEvent, keyOfValue, MINUTE, SECOND, type World } from './world';

export interface RulesOfRetirement {
  /** Milliseconds for which an old key stays active. */
  readonly overlap: number;
  /** Milliseconds for which it stays inactive before it is deleted. */
  readonly watch: number;
}

/** How long nobody may have used a key before it may be deactivated (rotation.md 5, point 4). */
const idle = DAY;

/** Judges a run after every call: what must hold at each instant, and what no action may do. */
export class Judge {
  public readonly violations: string[] = [];

  public constructor(
    private readonly world: World,
    private readonly rules: RulesOfRetirement,
  ) {}

  /** After every call. */
  public look(): void {
    const { world } = this;
    const { keys } = world.user;
    if (keys.length > 2) this.violations.push(`the user has ${keys.length} keys`);
    if (world.personMeddled) return;
    for (const [id, version] of Object.entries(world.secret.versions)) {
      const key = keyOfValue(version.value);
      if (key === undefined) continue;
      if (version.stages.includes(CURRENT)) {
        if (!isSettled(world, key.id)) this.violations.push(`${id} is current, and its key ${key.id} does not work`);
      } else if (!world.emergencyAsked && version.currentUntil !== undefined) {
        if (world.now < version.currentUntil + consumerCache && !keys.some((held) => isActive(held, key.id))) {
          this.violations.push(`${id} may still be cached, and its key ${key.id} is not active`);
        }
      }
    }
  }

  /** As a key is deactivated or deleted. */
  public witness({ what, by, key }: KeyEvent): void {
    if (by === 'person') return;
    const tell = (why: string) => this.violations.push(`${key.id} was ${what} ${why}`);
    if (this.holds(CURRENT, key.id)) tell('although it is current');
    if (this.holds(PENDING, key.id) && !this.isDiscarded()) tell('although it is pending');
    if (this.world.emergencyAsked) return;
    if (key.madeBy === 'person' && !this.looksLikeLostCall(key)) tell('although a person made it');
    if (key.promotedAt === undefined) return;
    const { now } = this.world;
    if (what === 'deactivated') {
      if (now - (key.demotedAt ?? now) < this.rules.overlap) tell('in its overlap');
      if (now - (consumersUse(key, now)?.until ?? 0) < idle) tell('although it was used a moment ago');
    } else {
      if (key.status !== 'Inactive') tell('while it was active');
      // Nobody who looks now and then can see a person switch a key on and off in between.
      if (!this.world.personMeddled && now - key.statusSince < this.rules.watch) tell('in its watch');
    }
  }

  /** Whatever leaves the product: log lines, errors, journal, notices, metrics. */
  public read(channel: string, content: unknown): void {
    const text = content instanceof Error ? textOf(content) : JSON.stringify([content]);
    if (text.includes(CANARY)) this.violations.push(`${channel} holds a secret`);
  }

  private holds(stage: string, keyId: string): boolean {
    const versionId = versionLabelled(this.world, stage);
    return versionId !== undefined && keyOfValue(this.world.secret.versions[versionId]?.value)?.id === keyId;
  }

  /** Nothing tells a key that a person made during a call whose answer was lost from that call's (rotation.md, fault 2). */
  private looksLikeLostCall({ createdAt, promotedAt, triedAt }: KeyEvent['key']): boolean {
    if (promotedAt !== undefined || triedAt !== undefined) return false;
    return this.world.journal.bookkeeping.attempts.some(({ at }) => {
      const age = createdAt - Date.parse(at);
      return age >= -SECOND && age <= 2 * MINUTE;
    });
  }

  private isDiscarded(): boolean {
    const { discard } = this.world.journal.requests;
    return discard !== undefined && discard === versionLabelled(this.world, PENDING);
  }
}

function isActive(key: { readonly id: string; readonly status: string }, id: string): boolean {
  return key.id === id && key.status === 'Active';
}

function textOf(error: Error): string {
  const cause = error.cause instanceof Error ? textOf(error.cause) : JSON.stringify(error.cause);
  return `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)} ${cause}`;
}

/** What must hold once the faults are over and nothing is left to do. */
export function unrest(world: World): string[] {
  const found: string[] = [];
  const { secret, user, journal } = world;
  const current = versionLabelled(world, CURRENT);
  const pending = versionLabelled(world, PENDING);
  if (secret.rotation !== undefined) found.push('a rotation is still at work');
  if (current === undefined || secret.versions[current]?.value === undefined) found.push('nothing is current');
  if (pending !== undefined && pending !== current) found.push('a version is still pending');
  if (journal.leaseHolder !== undefined && journal.leaseUntil > world.now) found.push('somebody holds the lease');
  if (current === undefined) return found;
  const key = keyOfValue(secret.versions[current]?.value)?.id;
  for (const { id, madeBy } of user.keys) {
    if (id !== key && madeBy === 'rotation') found.push(`key ${id} is left over`);
  }
  return found;
}
