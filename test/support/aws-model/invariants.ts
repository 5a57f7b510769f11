import { CURRENT, PENDING } from '../../../lambda/rotation/ports';
import { consumerCache, consumersUse } from './identity';
import { isSettled, refusedSince } from './propagation';
import { versionLabelled } from './secrets-manager';
import { CANARY, DAY, type KeyEvent, type KeyState, keyOfValue, MINUTE, SECOND, type World } from './world';

export interface RulesOfRetirement {
  /** Milliseconds for which an old key stays active. */
  readonly overlap: number;
  /** Milliseconds for which it stays inactive before it is deleted. */
  readonly watch: number;
  /** Milliseconds after which it is deactivated although it is used; absent: never. */
  readonly usedKey?: number;
}

/** How long nobody may have used a key before it may be deactivated (rotation.md 5, point 4). */
const idle = DAY;

/** What a run has seen with the calls right before: it looks before it acts, and not at anything else in between. */
export interface Sight {
  /** Keys that were current or pending; absent when the last call was no look at the labels. */
  inUse?: readonly string[];
  /** Keys that were active; absent when the last call but a look at the labels was no list of the keys. */
  active?: readonly string[];
}

/** Judges a run after every call: what must hold at each instant, and what no action may do. */
export class Judge {
  public readonly violations: string[] = [];
  /** Keys that came into use as they were stopped, and must work again. */
  private readonly owed = new Set<string>();

  public constructor(
    private readonly world: World,
    private readonly rules: RulesOfRetirement,
  ) {}

  /** After every call. */
  public look(): void {
    const { world } = this;
    const { keys, handled } = world.user;
    if (keys.length > 2) this.violations.push(`the user has ${keys.length} keys`);
    this.lookAtEmergency();
    for (const [id, version] of Object.entries(world.secret.versions)) {
      const key = keyOfValue(version.value)?.id;
      // What a person put there, or stopped, is not the product's promise.
      if (key === undefined || version.isCurrentByHand === true || handled.includes(key)) continue;
      if (version.stages.includes(CURRENT)) {
        if (!isSettled(world, key)) this.violations.push(`${id} is current, and its key ${key} does not work`);
      } else if (world.emergencySince === undefined && version.currentUntil !== undefined) {
        if (world.now < version.currentUntil + consumerCache && !keys.some((held) => isActive(held, key))) {
          this.violations.push(`${id} may still be cached, and its key ${key} is not active`);
        }
      }
    }
  }

  /** Ids of the keys that are current or pending. */
  private keysInUse(): readonly string[] {
    return [CURRENT, PENDING].flatMap((stage) => {
      const versionId = versionLabelled(this.world, stage);
      return versionId === undefined ? [] : (keyOfValue(this.world.secret.versions[versionId]?.value)?.id ?? []);
    });
  }

  /** @param call that went through; absent when it failed */
  public see(sight: Sight, call?: string): void {
    if (call === 'secretsmanager:DescribeSecret') {
      sight.inUse = this.keysInUse();
      return;
    }
    delete sight.inUse;
    delete sight.active;
    if (call !== 'iam:ListAccessKeys') return;
    sight.active = this.world.user.keys.filter(({ status }) => status === 'Active').map(({ id }) => id);
  }

  /**
   * As a key is activated, deactivated or deleted.
   *
   * Between a look and the call after it a person may move a label or switch a key on: nothing joins IAM and Secrets Manager
   * into one call, nor is there one of IAM that depends on a status (API_DeleteAccessKey). That excuses only a run that
   * has looked right before.
   */
  public witness({ what, by, key }: KeyEvent, seen: Sight = {}): void {
    if (what === 'activated') this.owed.delete(key.id);
    if (by === 'person' || what === 'activated') return;
    const tell = (why: string) => this.violations.push(`${key.id} was ${what} ${why}`);
    const isInUse = this.keysInUse().includes(key.id);
    if (seen.inUse === undefined && this.isStored(key.id)) tell('without a look at the labels right before');
    if (isInUse) {
      if (seen.inUse?.includes(key.id) ?? true) tell('although it is current or pending');
      else if (what === 'deactivated') this.owed.add(key.id);
      return;
    }
    if (this.world.emergencySince !== undefined) return;
    if (key.madeBy === 'person' && !this.looksLikeLostCall(key)) tell('although a person made it');
    if (key.promotedAt !== undefined) this.witnessEndOfOld({ what, key }, seen, tell);
  }

  private witnessEndOfOld(
    { what, key }: Pick<KeyEvent, 'what' | 'key'>,
    seen: Sight,
    tell: (why: string) => void,
  ): void {
    const { now, user } = this.world;
    const isHandled = user.handled.includes(key.id);
    if (what === 'deactivated') {
      // Labels do not tell that a version was current between two looks (API_DescribeSecret): nobody can begin anew.
      if (key.wasCurrentUnseen === true) return;
      const { overlap, usedKey = Infinity } = this.rules;
      // Nobody who looks now and then can see a person switch a key on and off in between.
      const activeSince = isHandled ? 0 : (key.revivedAt ?? 0);
      const age = now - Math.max(key.demotedAt ?? now, activeSince);
      if (age < overlap) tell('in its overlap');
      if (age < usedKey && now - (consumersUse(key, now)?.until ?? 0) < idle) tell('although it was used a moment ago');
      return;
    }
    if (key.status !== 'Inactive' && (seen.active?.includes(key.id) ?? true)) tell('while it was active');
    if (!isHandled && now - key.statusSince < this.rules.watch) tell('in its watch');
  }

  /** A run that stopped a key as a person made it current has to activate it again before it ends. */
  public assertNothingOwed(): void {
    for (const id of this.owed) {
      if (this.keysInUse().includes(id)) this.violations.push(`${id} was deactivated as it came into use, and left so`);
    }
    this.owed.clear();
  }

  /** Whatever leaves the product: log lines, errors, journal, notices, metrics. */
  public read(channel: string, content: unknown): void {
    const text = content instanceof Error ? textOf(content) : JSON.stringify([content]);
    if (text.includes(CANARY)) this.violations.push(`${channel} holds a secret`);
  }

  private isStored(keyId: string, under: (stages: readonly string[]) => boolean = () => true): boolean {
    const versions = Object.values(this.world.secret.versions);
    return versions.some(({ value, stages }) => under(stages) && keyOfValue(value)?.id === keyId);
  }

  /**
   * Nothing tells a key that a person made during a call whose answer was lost from that call's: IAM names the time of a
   * creation and not its maker (API_AccessKeyMetadata; rotation.md, fault 2), and CloudTrail would name him a quarter of
   * an hour later. That excuses nobody where there are more such keys than calls.
   */
  private looksLikeLostCall({ promotedAt, triedAt, createdAt }: KeyState): boolean {
    if (promotedAt !== undefined || triedAt !== undefined) return false;
    const { journal, user } = this.world;
    const near = (made: number) => journal.bookkeeping.attempts.filter(({ at }) => isWithinCall(made - Date.parse(at)));
    const strangers = user.keys.filter(({ id }) => !this.isStored(id) && !(id in journal.bookkeeping.keys));
    const rivals = strangers.filter((stranger) =>
      near(createdAt).some((call) => near(stranger.createdAt).includes(call)),
    );
    return rivals.length > 0 && rivals.length <= new Set(rivals.flatMap((rival) => near(rival.createdAt))).size;
  }

  /** An emergency may end only once a new key is current, and everything else was seen to fail. */
  private lookAtEmergency(): void {
    const { world } = this;
    const { emergencySince: since, user } = world;
    if (since === undefined || world.journal.requests.emergency !== undefined) return;
    const current = versionLabelled(world, CURRENT);
    const version = current === undefined ? undefined : world.secret.versions[current];
    if (version === undefined || version.createdAt < since)
      this.violations.push('the emergency ended with an old value');
    const key = keyOfValue(version?.value)?.id;
    const others = key === undefined ? [] : user.keys.filter(({ id }) => id !== key);
    for (const { id, status, statusSince, triedAt = 0 } of others) {
      if (status === 'Active') this.violations.push(`the emergency ended, and key ${id} is active`);
      else if (
        this.isStored(id, (stages) => stages.length > 0) &&
        triedAt < Math.floor(statusSince / MINUTE) * MINUTE
      ) {
        this.violations.push(`the emergency ended, and nobody saw key ${id} fail`);
      }
    }
    const stopped = Math.max(since, ...others.map(refusedSince));
    if (key !== undefined && (user.sessionsDeniedBefore ?? 0) < Math.floor(stopped / SECOND) * SECOND) {
      this.violations.push('the emergency ended, and sessions of before are not denied');
    }
    delete world.emergencySince;
    // Whoever still has an old value is cut off: that was the order.
    for (const old of Object.values(world.secret.versions)) delete old.currentUntil;
  }
}

/** The longest run, and IAM's whole seconds. */
function isWithinCall(age: number): boolean {
  return age >= -SECOND && age <= 2 * MINUTE;
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
  for (const request of Object.keys(journal.requests)) found.push(`request ${request} is unanswered`);
  if (journal.leaseHolder !== undefined && journal.leaseUntil > world.now) found.push('somebody holds the lease');
  if (current === undefined) return found;
  const key = keyOfValue(secret.versions[current]?.value)?.id;
  for (const { id, madeBy } of user.keys) {
    if (id !== key && madeBy === 'rotation') found.push(`key ${id} is left over`);
  }
  return found;
}
