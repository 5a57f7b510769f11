import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

import { readsSecret } from '../../../lib/access/declared-access';
import { NotAsDeclared } from '../errors';
import { answerOf } from './answer';
import type { Fact } from './fact';
import type { Actor, WorkloadRoom } from './workload-room';

/** A value without a version: what AWS and the emulator answer until somebody fills it. */
const absent = Symbol('absent');

async function valueOf(secrets: SecretsManagerClient, name: string): Promise<string | typeof absent> {
  try {
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: name }));
    return SecretString ?? '';
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return absent;
    throw error;
  }
}

function fieldsOf(value: string): string[] {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null ? Object.keys(parsed) : [];
  } catch {
    return [];
  }
}

/** What one consumer gets when it asks for one secret. */
interface Asked {
  readonly name: string;
  readonly reason?: string;
  readonly value?: string;
}

async function ask(room: WorkloadRoom, { consumer, identity }: Actor, secret: string): Promise<Asked> {
  const name = `${room.outputs.SecretPrefix ?? ''}${secret}`;
  const answer = await answerOf(valueOf(identity.aws.secrets, name));
  if (answer.isRefused === readsSecret(consumer, secret)) {
    throw new NotAsDeclared(
      `${consumer.name} was ${answer.isRefused ? 'refused' : 'allowed'} to read ${name}, against its declaration`,
      'Compare lib/config/environments.ts with the policies in cdk.out; "npm test" tells which statement is wrong',
    );
  }
  if (answer.isRefused) return { name, reason: answer.reason };
  // A reader of a secret without a value is told so, and that is shown with the list of them.
  return answer.result === absent ? { name } : { name, value: answer.result };
}

/** All secrets, asked for by one consumer. */
async function askForAll(room: WorkloadRoom, actor: Actor): Promise<Fact[]> {
  const workload = room.workload.name;
  const consumer = actor.consumer.name;
  const answers = await Promise.all(room.workload.secrets.map(({ name }) => ask(room, actor, name)));
  const facts = answers.flatMap(({ name, value }): Fact[] =>
    value === undefined
      ? []
      : [{ fact: 'secret read', workload, consumer, secret: name, fields: fieldsOf(value), characters: value.length }],
  );
  const refused = answers.filter(({ reason }) => reason !== undefined);
  const what = `read ${refused.map(({ name }) => name).join(', ')}`;
  const [first] = refused;
  if (first?.reason !== undefined) facts.push({ fact: 'refused', workload, who: consumer, what, reason: first.reason });
  return facts;
}

/** Secrets that have no current version, as the account's own description says. */
async function withoutValue(room: WorkloadRoom): Promise<Fact> {
  const names = room.workload.secrets.map(({ name }) => `${room.outputs.SecretPrefix ?? ''}${name}`);
  const described = await Promise.all(
    names.map((name) => room.emulator.administrator.secrets.send(new DescribeSecretCommand({ SecretId: name }))),
  );
  const secrets = names.filter((_, index) => {
    const labels = Object.values(described[index]?.VersionIdsToStages ?? {}).flat();
    return !labels.includes('AWSCURRENT');
  });
  return { fact: 'secrets without a value', workload: room.workload.name, secrets };
}

/** Every secret and every consumer: its readers read it, everybody else is refused, and nobody sees a value here. */
export async function showSecrets(room: WorkloadRoom): Promise<Fact[]> {
  if (room.workload.secrets.length === 0) return [];
  const facts = await Promise.all(room.actors.map((actor) => askForAll(room, actor)));
  return [...facts.flat(), await withoutValue(room)];
}
