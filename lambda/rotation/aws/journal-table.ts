import { randomUUID } from 'node:crypto';
import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  type TransactWriteItem,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { CallFailed } from '../errors';
import { wasRefused } from '../errors';
import type { AuditRecord, Commit, Journal, JournalEntry, Lease, Requests } from '../journal';
import type { Redactor } from '../redact';
import { answered, called } from './call';
import { readEntry, readRequests, requestNames, type Row } from './journal-row';

/** Longer than any run: a function is stopped after 120 s. */
export const leaseMilliseconds = 180_000;

/** Names of notices hold their day, so that their rows are of no use for long. */
const toldDays = 30;

/** Every try after the first means that an operator wrote in between, which no one does for long. */
const commitTries = 4;

const millisecondsOfDay = 86_400_000;

/** Which rows of the table, and who writes them. */
export interface JournalScope {
  readonly table: string;
  /** Full name of the secret. */
  readonly secret: string;
  /** How long audit records are kept. */
  readonly auditDays: number;
  /** Name of the function, for the audit records. */
  readonly functionName: string;
  readonly requestId: string;
  /** Of this invocation alone: Lambda may deliver one event twice at once under one request id. */
  readonly holder: string;
}

/** The rows of one secret in the journal's DynamoDB table. Leases count by the service's time. */
export class JournalTable implements Journal {
  public constructor(
    private readonly client: DynamoDBClient,
    private readonly scope: JournalScope,
    private readonly clock: { now(): Date },
    private readonly redactor: Redactor,
  ) {}

  public async read(): Promise<JournalEntry> {
    return readEntry('dynamodb:GetItem', await this.readState());
  }

  public async acquire(): Promise<Lease> {
    const call = 'dynamodb:UpdateItem';
    const now = this.clock.now().getTime();
    const command = new UpdateItemCommand({
      TableName: this.scope.table,
      Key: this.key('state'),
      UpdateExpression: 'SET leaseHolder = :holder, leaseUntil = :until ADD fence :one',
      // Its own lease too: the answer to a first try may have been lost.
      ConditionExpression: 'attribute_not_exists(leaseHolder) OR leaseUntil < :now OR leaseHolder = :holder',
      ExpressionAttributeValues: {
        ':holder': { S: this.scope.holder },
        ':until': { N: String(now + leaseMilliseconds) },
        ':now': { N: String(now) },
        ':one': { N: '1' },
      },
      ReturnValues: 'ALL_NEW',
    });
    const { Attributes: row } = await called(call, this.client.send(command));
    const state = answered(call, 'Attributes', row);
    return { fence: Number(answered(call, 'Fence', state.fence?.N)), entry: readEntry(call, state) };
  }

  public async commit(lease: Lease, commit: Commit): Promise<void> {
    let done: Requests = commit.done ?? {};
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.tryCommit(lease, { ...commit, done });
        return;
      } catch (error) {
        const isLast = attempt === commitTries || Object.keys(done).length === 0;
        if (!wasRefused(error, 'conflict') || isLast) throw error;
        done = await this.stillAsked(lease, done, error);
      }
    }
  }

  public async record(audit: AuditRecord): Promise<void> {
    await this.put('dynamodb:PutItem', this.auditRow(audit));
  }

  public async wasTold(notice: string): Promise<boolean> {
    const row = await this.get(`told#${notice}`);
    // DynamoDB removes rows that ran out some days later.
    return Number(row.expiresAt?.N ?? 0) > this.expiry(0);
  }

  public async markTold(notice: string): Promise<void> {
    await this.put('dynamodb:PutItem', {
      ...this.key(`told#${notice}`),
      expiresAt: { N: String(this.expiry(toldDays)) },
    });
  }

  private async tryCommit(lease: Lease, { bookkeeping, audit, done = {}, release }: Commit): Promise<void> {
    const requests = requestNames.flatMap((name) => {
      const seen = done[name];
      return seen === undefined ? [] : [{ name, seen }];
    });
    const removed = [...requests.map(({ name }) => name), ...(release ? ['leaseHolder', 'leaseUntil'] : [])];
    const held = ['fence = :fence', 'leaseHolder = :holder'];
    const state: TransactWriteItem = {
      Update: {
        TableName: this.scope.table,
        Key: this.key('state'),
        UpdateExpression: `SET bookkeeping = :bookkeeping${removed.length === 0 ? '' : ` REMOVE ${removed.join(', ')}`}`,
        ConditionExpression: [...held, ...requests.map(({ name }) => `${name} = :${name}`)].join(' AND '),
        ExpressionAttributeValues: {
          ':bookkeeping': { S: JSON.stringify(bookkeeping) },
          ':fence': { N: String(lease.fence) },
          ':holder': { S: this.scope.holder },
          ...Object.fromEntries(requests.map(({ name, seen }) => [`:${name}`, { S: seen }])),
        },
      },
    };
    const rows = audit === undefined ? [] : [{ Put: { TableName: this.scope.table, Item: this.auditRow(audit) } }];
    // The SDK names every transaction, so that its own second try is the same one.
    const command = new TransactWriteItemsCommand({ TransactItems: [state, ...rows] });
    await called('dynamodb:TransactWriteItems', this.client.send(command));
  }

  /** The done requests that no operator has replaced since. @throws CallFailed `conflict` when the lease is lost */
  private async stillAsked(lease: Lease, done: Requests, conflict: CallFailed): Promise<Requests> {
    const row = await this.readState();
    if (row.leaseHolder?.S !== this.scope.holder || row.fence?.N !== String(lease.fence)) throw conflict;
    const requests = readRequests(row);
    return Object.fromEntries(
      requestNames.flatMap((name) => {
        const seen = done[name];
        return seen !== undefined && requests[name] === seen ? [[name, seen]] : [];
      }),
    );
  }

  private readState(): Promise<Row> {
    return this.get('state');
  }

  private async get(record: string): Promise<Row> {
    const command = new GetItemCommand({ TableName: this.scope.table, Key: this.key(record), ConsistentRead: true });
    const { Item: row } = await called('dynamodb:GetItem', this.client.send(command));
    return row ?? {};
  }

  private async put(call: string, row: Row): Promise<void> {
    await called(call, this.client.send(new PutItemCommand({ TableName: this.scope.table, Item: row })));
  }

  private auditRow(audit: AuditRecord): Row {
    const { functionName, requestId, auditDays } = this.scope;
    const at = this.clock.now().toISOString();
    const texts = { ...audit, at, function: functionName, requestId };
    return {
      ...this.key(`audit#${at}#${randomUUID()}`),
      ...Object.fromEntries(
        Object.entries(texts).map(([name, text]: [string, string]) => [name, { S: this.redactor.redact(text) }]),
      ),
      expiresAt: { N: String(this.expiry(auditDays)) },
    };
  }

  private key(record: string): Row {
    return { secret: { S: this.scope.secret }, record: { S: record } };
  }

  /** Epoch seconds, as DynamoDB wants them. */
  private expiry(days: number): number {
    return Math.floor((this.clock.now().getTime() + days * millisecondsOfDay) / 1000);
  }
}
