import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

import { NotAsDeclared } from '../errors';

interface Bookkeeping {
  readonly current?: { readonly versionId: string; readonly since: string };
}

/** The journal's row about one secret, as an operator sees and changes it: lambda/README.md. */
export class JournalRow {
  private readonly key;

  public constructor(
    private readonly tables: DynamoDBClient,
    private readonly table: string,
    private readonly secret: string,
  ) {
    this.key = { secret: { S: secret }, record: { S: 'state' } };
  }

  /** Since when the current version is current. @throws NotAsDeclared when nobody wrote it down */
  public async currentSince(): Promise<Date> {
    const { current } = await this.bookkeeping();
    if (current !== undefined) return new Date(current.since);
    throw new NotAsDeclared(
      `the journal does not say since when the value of ${this.secret} is current`,
      'Run the sandbox again with --keep and read the table',
    );
  }

  public async declareEmergency(reason: string): Promise<void> {
    await this.set('emergency', reason);
  }

  /** Whether an emergency has not been answered yet. */
  public async hasEmergency(): Promise<boolean> {
    return (await this.row()).emergency !== undefined;
  }

  /** Moves into the past when the current version became current. @param age in milliseconds */
  public async age(age: number): Promise<void> {
    const bookkeeping = await this.bookkeeping();
    const since = new Date((await this.currentSince()).getTime() - age).toISOString();
    await this.set('bookkeeping', JSON.stringify({ ...bookkeeping, current: { ...bookkeeping.current, since } }));
  }

  private async bookkeeping(): Promise<Bookkeeping> {
    return JSON.parse((await this.row()).bookkeeping?.S ?? '{}') as Bookkeeping;
  }

  private async row() {
    const { Item } = await this.tables.send(new GetItemCommand({ TableName: this.table, Key: this.key }));
    return Item ?? {};
  }

  private async set(attribute: string, value: string): Promise<void> {
    await this.tables.send(
      new UpdateItemCommand({
        TableName: this.table,
        Key: this.key,
        UpdateExpression: 'SET #attribute = :value',
        ExpressionAttributeNames: { '#attribute': attribute },
        ExpressionAttributeValues: { ':value': { S: value } },
      }),
    );
  }
}
