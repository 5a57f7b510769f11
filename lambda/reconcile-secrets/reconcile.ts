import type { RetirementRules } from '../access-keys/retirement';
import type { Log } from '../rotation/ports';
import { AccessKeyTick, type AccessKeyTickPorts } from './access-key-tick';
import type { LookedAfter } from './environment';
import type { FilledValue, Metrics } from './ports';
import { ValueTick, type ValueTickPorts } from './value-tick';

/** Adapters, made for one secret or user at a time. */
export interface ReconcilerPorts {
  readonly accessKey: (secret: string, user: string) => AccessKeyTickPorts;
  readonly value: (secret: string) => ValueTickPorts;
  readonly aging: (secret: string) => FilledValue;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** Some secrets could not be looked after in this run; the others were. */
export class ReconciliationFailed extends Error {
  override readonly name = 'ReconciliationFailed';
}

/** The function was not called by its schedule. */
export class NotScheduled extends Error {
  override readonly name = 'NotScheduled';
}

const day = 86_400_000;

/**
 * The time of a scheduled event, which is "now" for everything that is due.
 *
 * @throws NotScheduled
 * @see https://docs.aws.amazon.com/eventbridge/latest/ref/events-structure.html
 */
export function timeOf(event: unknown): Date {
  const time: unknown = typeof event === 'object' && event !== null && 'time' in event ? event.time : undefined;
  const now = typeof time === 'string' ? new Date(time) : undefined;
  if (now === undefined || Number.isNaN(now.getTime())) {
    throw new NotScheduled('the event has no time: call the function with a scheduled event of EventBridge');
  }
  return now;
}

/** Looks after all secrets of a workload. A failure at one keeps nothing from the others. */
export class Reconciler {
  public constructor(
    private readonly prefix: string,
    private readonly secrets: readonly LookedAfter[],
    private readonly ports: ReconcilerPorts,
  ) {}

  /** @throws ReconciliationFailed after all were looked after */
  public async run(now: Date): Promise<void> {
    const failed: string[] = [];
    for (const one of this.secrets) {
      const secret = `${this.prefix}${one.name}`;
      try {
        await this.lookAfter(one, secret, now);
      } catch (error) {
        this.ports.log.error('a secret could not be looked after', { secret, error: String(error) });
        failed.push(secret);
      }
    }
    if (failed.length > 0) {
      throw new ReconciliationFailed(`${failed.join(', ')} could not be looked after: read the log of this run`);
    }
  }

  private async lookAfter(one: LookedAfter, secret: string, now: Date): Promise<void> {
    switch (one.kind) {
      case 'access-key': {
        const rules: RetirementRules = {
          overlapDays: one.overlapDays,
          watchDays: one.watchDays,
          ...(one.usedKeyDays === undefined ? {} : { usedKeyDays: one.usedKeyDays }),
        };
        await new AccessKeyTick({ secret, user: one.user, rules }, this.ports.accessKey(secret, one.user), now).run();
        return;
      }
      case 'value':
        return new ValueTick(secret, this.ports.value(secret), now).run();
      case 'aging':
        return this.tellAge(secret, now);
    }
  }

  private async tellAge(secret: string, now: Date): Promise<void> {
    const filledAt = await this.ports.aging(secret).filledAt();
    this.ports.metrics.unfilled(secret, filledAt === undefined);
    if (filledAt !== undefined) {
      this.ports.metrics.secretAge(secret, (now.getTime() - filledAt.getTime()) / day);
    }
  }
}
