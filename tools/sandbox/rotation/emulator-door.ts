import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { readArrived } from '../../gate/arrived';
import { forward } from '../../gate/forward';
import { type Arrived, type Operation, readOperation } from '../../gate/operation';
import { type Answer, cannotJudge } from '../../gate/refusal';
import { administrator } from '../child-environment';
import type { Emulator } from '../emulator';
import { type Asked, beginRotation, RotationUnfinished } from './begin-rotation';

const address = '127.0.0.1';

/**
 * The way from the gate to the emulator, with the few differences from AWS repaired that would keep a rotation from
 * running. What the gate has let through is carried out in the name of the emulator's administrator, because the emulator
 * itself does not know the conditions in the functions' policies; only who somebody is, it is asked as it came.
 */
export class EmulatorDoor {
  private readonly ages = new Map<string, number>();

  private constructor(
    private readonly emulator: Emulator,
    private readonly server: Server,
  ) {
    server.on('request', (request, response) => void this.serve(request, response));
  }

  public static async open(emulator: Emulator): Promise<EmulatorDoor> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, address, resolve));
    return new EmulatorDoor(emulator, server);
  }

  public get endpoint(): string {
    const bound = this.server.address();
    if (bound === null || typeof bound === 'string') throw new Error('the door is closed');
    return `http://${address}:${String(bound.port)}`;
  }

  /** Has the values of a secret be older than they are, because nobody waits for weeks here. @param age in milliseconds */
  public age(secretName: string, age: number): void {
    this.ages.set(secretName, age);
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.answerTo(request).catch((error: unknown) =>
      cannotJudge(error instanceof Error ? error.message : String(error)),
    );
    response.writeHead(answer.status, { ...answer.headers, 'content-length': String(answer.body.length) });
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  }

  private async answerTo(request: IncomingMessage): Promise<Answer> {
    const arrived = await readArrived(request);
    const operation = readOperation(arrived);
    const isOfSecrets = operation.service === 'secretsmanager';
    if (isOfSecrets && operation.name === 'RotateSecret') return this.begin(operation);
    const { endpoint, certificatePem } = this.emulator.connection;
    const answer = await forward(endpoint, asAdministrator(arrived, operation), certificatePem);
    if (!isOfSecrets || operation.name !== 'GetSecretValue' || answer.status !== 200) return answer;
    return asAwsTells(answer, (name) => this.ages.get(name) ?? 0);
  }

  private async begin({ parameters }: Operation): Promise<Answer> {
    try {
      const asked = parameters as unknown as Asked;
      return json(200, await beginRotation(this.emulator.administrator.secrets, asked));
    } catch (error) {
      if (!(error instanceof RotationUnfinished)) throw error;
      return json(400, { __type: 'InvalidRequestException', message: error.message });
    }
  }
}

/** The emulator checks no signature of its administrator. */
function asAdministrator(arrived: Arrived, { service }: Operation): Arrived {
  if (service === 'sts') return arrived;
  const { 'x-amz-security-token': _session, authorization, ...headers } = arrived.headers;
  const signed = String(authorization).replace(/Credential=[^/]+/, `Credential=${administrator.accessKeyId}`);
  return { ...arrived, headers: { ...headers, authorization: signed } };
}

/**
 * An answer to GetSecretValue as AWS gives it: the version with which a rotation begins has no value, and is not found.
 *
 * @param ageOf how much older a secret's values are than the emulator says, in milliseconds
 */
export function asAwsTells(answer: Answer, ageOf: (secretName: string) => number): Answer {
  const told = JSON.parse(answer.body.toString()) as {
    readonly Name: string;
    readonly CreatedDate: number;
    readonly SecretString?: string;
    readonly SecretBinary?: string;
  };
  if (told.SecretString === undefined && told.SecretBinary === undefined) {
    const message = "Secrets Manager can't find the specified secret value.";
    return json(400, { __type: 'ResourceNotFoundException', message }, answer.headers);
  }
  return json(200, { ...told, CreatedDate: told.CreatedDate - ageOf(told.Name) / 1000 }, answer.headers);
}

function json(status: number, body: object, headers: Answer['headers'] = {}): Answer {
  return {
    status,
    headers: { ...headers, 'content-type': 'application/x-amz-json-1.1' },
    body: Buffer.from(JSON.stringify(body)),
  };
}
