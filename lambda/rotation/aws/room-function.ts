import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { cleanError, errorFields } from '../clean-error';
import { EnvironmentIncomplete, requireVariables } from '../environment';
import type { Journal } from '../journal';
import { JsonLog, toStandardOutput, type WriteLine } from '../log';
import type { Log, LogFields, SecretStore } from '../ports';
import { Redactor } from '../redact';
import { clientSettings, watched } from './client-settings';
import { JournalTable } from './journal-table';
import { SecretsManagerStore } from './secret-store';
import { type InvocationContext, ServerClock } from './server-clock';

/** Variables of a process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What belongs to one call of a function. */
export interface Invocation {
  readonly log: Log;
  readonly journal: (secret: string) => Journal;
}

export type Handler = (event: unknown, context?: InvocationContext) => Promise<void>;

interface Settings {
  readonly region: string;
  readonly table: string;
  readonly auditDays: number;
  readonly functionName: string;
}

/** @throws EnvironmentIncomplete */
function readSettings(variables: Variables): Settings {
  const { ROOM_REGION, JOURNAL_TABLE, JOURNAL_DAYS } = requireVariables(variables, [
    'ROOM_REGION',
    'JOURNAL_TABLE',
    'JOURNAL_DAYS',
  ]);
  const auditDays = Number(JOURNAL_DAYS);
  if (!Number.isInteger(auditDays) || auditDays < 1) {
    throw new EnvironmentIncomplete('JOURNAL_DAYS is no number of days from 1: deploy the stack again');
  }
  return {
    region: ROOM_REGION,
    table: JOURNAL_TABLE,
    auditDays,
    functionName: variables.AWS_LAMBDA_FUNCTION_NAME ?? 'unnamed',
  };
}

/** What all functions are built from. Made once, when the function is loaded. */
export class RoomFunction {
  public readonly clock = new ServerClock();
  public readonly redactor: Redactor;
  public readonly region: string;
  private readonly settings: Settings;
  private readonly secretsManager: SecretsManagerClient;
  private readonly dynamoDb: DynamoDBClient;

  /**
   * @param known values of the template that may lie beside a secret in its JSON
   * @throws EnvironmentIncomplete
   */
  public constructor(
    variables: Variables,
    known: readonly string[] = [],
    private readonly write: WriteLine = toStandardOutput,
  ) {
    this.settings = readSettings(variables);
    this.region = this.settings.region;
    this.redactor = new Redactor(known);
    this.secretsManager = watched(new SecretsManagerClient(clientSettings(this.region)), this.clock);
    this.dynamoDb = watched(new DynamoDBClient(clientSettings(this.region)), this.clock);
  }

  public store(secret: string): SecretStore {
    return new SecretsManagerStore(this.secretsManager, secret, this.redactor);
  }

  /** For adapters of one function's own. */
  public secretsClient(): SecretsManagerClient {
    return this.secretsManager;
  }

  /**
   * The function's handler: whatever goes wrong in it is logged once, and leaves it without a value.
   *
   * @param fields what every line of a call's log says
   */
  public handler(
    fields: (event: unknown) => LogFields,
    work: (event: unknown, invocation: Invocation) => Promise<void>,
  ): Handler {
    return async (event, context) => {
      this.clock.begin(context);
      const requestId = context?.awsRequestId ?? 'none';
      const log = new JsonLog(this.redactor, this.clock, { ...fields(event), requestId }, this.write);
      try {
        await work(event, this.invocation(log, requestId));
      } catch (error) {
        const cleaned = cleanError(error, this.redactor);
        log.error(cleaned.message, errorFields(error, this.redactor));
        throw cleaned;
      }
    };
  }

  private invocation(log: Log, requestId: string): Invocation {
    const { table, auditDays, functionName } = this.settings;
    const holder = `${requestId}/${randomUUID()}`;
    return {
      log,
      journal: (secret) =>
        new JournalTable(
          this.dynamoDb,
          { table, secret, auditDays, functionName, requestId, holder },
          this.clock,
          this.redactor,
        ),
    };
  }
}
