import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EnvironmentIncomplete, requireVariables } from '../environment';
import type { Journal } from '../journal';
import { toStandardOutput, type WriteLine } from '../log';
import type { LogFields } from '../ports';
import { clientSettings, watched } from './client-settings';
import { JournalTable } from './journal-table';
import { type Handler, PlainFunction, type PlainInvocation, type Variables } from './plain-function';

/** What belongs to one call of a function with a journal. */
export interface Invocation extends PlainInvocation {
  readonly journal: (secret: string) => Journal;
}

interface Settings {
  readonly table: string;
  readonly auditDays: number;
  readonly functionName: string;
}

/** @throws EnvironmentIncomplete */
function readSettings(variables: Variables): Settings {
  const { JOURNAL_TABLE, JOURNAL_DAYS } = requireVariables(variables, ['JOURNAL_TABLE', 'JOURNAL_DAYS']);
  const auditDays = Number(JOURNAL_DAYS);
  if (!Number.isInteger(auditDays) || auditDays < 1) {
    throw new EnvironmentIncomplete('JOURNAL_DAYS is no number of days from 1: deploy the stack again');
  }
  return { table: JOURNAL_TABLE, auditDays, functionName: variables.AWS_LAMBDA_FUNCTION_NAME ?? 'unnamed' };
}

/** What the functions that keep a journal are built from. Made once, when the function is loaded. */
export class RoomFunction extends PlainFunction {
  private readonly settings: Settings;
  private readonly dynamoDb: DynamoDBClient;

  /**
   * @param known values of the template that may lie beside a secret in its JSON
   * @throws EnvironmentIncomplete
   */
  public constructor(variables: Variables, known: readonly string[] = [], write: WriteLine = toStandardOutput) {
    super(variables, known, write);
    this.settings = readSettings(variables);
    this.dynamoDb = watched(new DynamoDBClient(clientSettings(this.region)), this.clock);
  }

  public override handler(
    fields: (event: unknown) => LogFields,
    work: (event: unknown, invocation: Invocation) => Promise<void>,
  ): Handler {
    return super.handler(fields, (event, invocation) =>
      work(event, { ...invocation, journal: this.journals(invocation.requestId) }),
    );
  }

  private journals(requestId: string): Invocation['journal'] {
    const { table, auditDays, functionName } = this.settings;
    const holder = `${requestId}/${randomUUID()}`;
    return (secret) =>
      new JournalTable(
        this.dynamoDb,
        { table, secret, auditDays, functionName, requestId, holder },
        this.clock,
        this.redactor,
      );
  }
}
