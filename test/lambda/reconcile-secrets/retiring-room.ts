import { AccessKeyTick } from '../../../lambda/reconcile-secrets/access-key-tick';
import type { KeyRecord } from '../../../lambda/rotation/journal';
import { DAY, HOUR, type KeyState, SECRET_NAME, USER_NAME, type World } from '../../support/aws-model/world';
import { label, ModelRoom } from '../rotation/model-room';

type StoredKey = KeyState & { readonly versionId: string };

/** A secret with an access key a while after a rotation: the journal knows both keys, and the old version is labelled. */
export class RetiringRoom extends ModelRoom {
  public readonly metrics = { secretAge: jest.fn(), unfilled: jest.fn() };
  public readonly old: StoredKey;
  public readonly current: StoredKey;
  private readonly promoted: number;

  /** A person makes the old version current again. */
  public readonly rollBack = (world: World): void => {
    label('AWSCURRENT', this.old.versionId, this.current.versionId)(world);
  };

  public constructor(daysSincePromotion: number) {
    super();
    this.old = this.key('AWSPREVIOUS');
    this.current = this.key();
    this.world.secret.versions[this.old.versionId]?.stages.push('STRONGROOM-RETIRING');
    this.promoted = this.world.now;
    this.remember({
      current: { versionId: this.current.versionId, since: new Date(this.promoted).toISOString() },
      keys: {
        [this.old.id]: { versionId: this.old.versionId, promoted: true },
        [this.current.id]: { versionId: this.current.versionId, promoted: true },
      },
    });
    this.world.now += daysSincePromotion * DAY;
  }

  /** As the retirement left it so many hours ago. */
  public stopOld(hoursAgo: number, more: Partial<KeyRecord['inactive']> = {}): void {
    const since = this.hoursAgo(hoursAgo);
    this.old.status = 'Inactive';
    this.old.statusSince = Date.parse(since);
    this.amend(this.old.id, { inactive: { since, by: 'retirement', refusedAt: since, ...more } });
  }

  /** Acts right before the nth call of that name of a run. */
  public beforeThe(nth: number, call: string, act: (world: World) => void): void {
    this.before(call, () => undefined, nth - 1);
    this.before(call, act);
  }

  public amend(id: string, record: Partial<KeyRecord>): void {
    const { keys } = this.bookkeeping;
    this.remember({ keys: { ...keys, [id]: { versionId: 'none', ...keys[id], ...record } } });
  }

  public hoursAgo(hours: number): string {
    return new Date(this.world.now - hours * HOUR).toISOString();
  }

  public get time(): string {
    return this.hoursAgo(0);
  }

  /** @param now of the event, which may be delivered late */
  public async tick(now = new Date(this.world.now)): Promise<void> {
    const subject = { secret: SECRET_NAME, user: USER_NAME, rules: { overlapDays: 7, watchDays: 1 } };
    await new AccessKeyTick(subject, { ...this.ports, metrics: this.metrics }, now).run();
  }
}
