import { CallFailed } from '../rotation/errors';
import type { Log } from '../rotation/ports';
import type { ProbedKey } from './environment';
import type { Health } from './health';

export interface ProbeRunPorts {
  /** Current value of a secret; absent when it has none. */
  valueOf(secret: string): Promise<string | undefined>;
  probe(key: ProbedKey, secret: string, value: string | undefined): Promise<Health>;
  /** The metric that an alarm stands on. Told in every run: its absence is a signal too. */
  failed(secret: string, isFailed: boolean): void;
  readonly log: Log;
}

/** Tries all access keys of a workload, one after another. What fails at one keeps nothing from the others. */
export class ProbeRun {
  public constructor(
    private readonly prefix: string,
    private readonly keys: readonly ProbedKey[],
    private readonly ports: ProbeRunPorts,
  ) {}

  public async run(): Promise<void> {
    for (const key of this.keys) {
      const secret = `${this.prefix}${key.name}`;
      const { status, ...about } = await this.health(key, secret);
      if (status === 'connected') this.ports.log.info(status, { ...about });
      else this.ports.log.error(status, { ...about });
      this.ports.failed(secret, status !== 'connected');
    }
  }

  private async health(key: ProbedKey, secret: string): Promise<Omit<Health, 'region'>> {
    try {
      return await this.ports.probe(key, secret, await this.ports.valueOf(secret));
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      const reason = `The secret could not be read (${error.call}: ${error.code})`;
      return { status: 'connection_failed', secret, hasKeyId: false, hasSecret: false, reason };
    }
  }
}
