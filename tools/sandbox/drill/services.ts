import { type ApiPlace, callJson, callQuery, type JsonService } from '../../aws-api/call';
import { administrator } from '../child-environment';
import type { Connection } from '../aws';
import { assertLoopback } from '../guard';

type Answer = Readonly<Record<string, unknown>>;

const services = {
  alarms: { name: 'monitoring', target: 'GraniteServiceVersion20100801', version: '1.0' },
  events: { name: 'events', target: 'AWSEvents', version: '1.1' },
  logs: { name: 'logs', target: 'Logs_20140328', version: '1.1' },
  queues: { name: 'sqs', target: 'AmazonSQS', version: '1.0' },
} as const satisfies Readonly<Record<string, JsonService>>;

const topics = { name: 'sns', version: '2010-03-31' } as const;

/** What a drill calls, as the administrator of the emulator, in one Region. */
export class Services {
  public readonly region: string;
  private readonly place: ApiPlace;

  /** @throws NotTheEmulator */
  public constructor(connection: Connection) {
    assertLoopback(connection.endpoint);
    const { endpoint, region, certificatePem } = connection;
    this.region = region;
    this.place = {
      ...{ endpoint, region, signer: administrator },
      ...(certificatePem === undefined ? {} : { certificatePem }),
    };
  }

  public call(service: keyof typeof services, operation: string, input: object): Promise<Answer> {
    return callJson(this.place, services[service], operation, input);
  }

  /** All items of a list that comes in pages. */
  public async all<Item>(
    service: keyof typeof services,
    operation: string,
    list: string,
    token: string,
  ): Promise<Item[]> {
    const items: Item[] = [];
    let next: unknown;
    do {
      const answer = await this.call(service, operation, next === undefined ? {} : { [token]: next });
      items.push(...((answer[list] ?? []) as readonly Item[]));
      next = answer[token];
    } while (typeof next === 'string' && next !== '');
    return items;
  }

  public callTopics(operation: string, input: Readonly<Record<string, string>>): Promise<string> {
    return callQuery(this.place, topics, operation, input);
  }
}
