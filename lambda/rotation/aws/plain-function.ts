import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { cleanError, errorFields } from '../clean-error';
import { requireVariables } from '../environment';
import { JsonLog, toStandardOutput, type WriteLine } from '../log';
import type { Log, LogFields, SecretStore } from '../ports';
import { Redactor } from '../redact';
import { clientSettings, watched } from './client-settings';
import { SecretsManagerStore } from './secret-store';
import { type InvocationContext, ServerClock } from './server-clock';

/** Variables of a process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What belongs to one call of a function. */
export interface PlainInvocation {
  readonly log: Log;
  readonly requestId: string;
}

export type Handler = (event: unknown, context?: InvocationContext) => Promise<void>;

/** What a function without a journal is built from. Made once, when the function is loaded. */
export class PlainFunction {
  public readonly clock = new ServerClock();
  public readonly redactor: Redactor;
  public readonly region: string;
  private readonly secretsManager: SecretsManagerClient;

  /**
   * @param known values of the template that may lie beside a secret in its JSON
   * @throws EnvironmentIncomplete
   */
  public constructor(
    variables: Variables,
    known: readonly string[] = [],
    private readonly write: WriteLine = toStandardOutput,
  ) {
    this.region = requireVariables(variables, ['ROOM_REGION']).ROOM_REGION;
    this.redactor = new Redactor(known);
    this.secretsManager = watched(new SecretsManagerClient(clientSettings(this.region)), this.clock);
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
    work: (event: unknown, invocation: PlainInvocation) => Promise<void>,
  ): Handler {
    return async (event, context) => {
      this.clock.begin(context);
      const requestId = context?.awsRequestId ?? 'none';
      const log = new JsonLog(this.redactor, this.clock, { ...fields(event), requestId }, this.write);
      try {
        await work(event, { log, requestId });
      } catch (error) {
        const cleaned = cleanError(error, this.redactor);
        log.error(cleaned.message, errorFields(error, this.redactor));
        throw cleaned;
      }
    };
  }
}
