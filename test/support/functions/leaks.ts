import { ScanCommand } from '@aws-sdk/client-dynamodb';

import type { RunningRoom } from './running-room';

/** Fields of a value that anybody may know, and the parts of a key that are published. */
const publicFields = new Set([
  ...['accessKeyId', 'userName', 'username', 'region', 'station', 'algorithm', 'issuer', 'audience'],
  ...['kty', 'crv', 'alg', 'use', 'kid', 'x', 'y'],
]);

/** What a secret access key looks like, in whichever version it lies or lay. */
const looksLikeKey = /(?<![\w+/=-])(?=[^\s"]*[a-z])(?=[^\s"]*[A-Z])[A-Za-z0-9+/]{40}(?![\w+/=-])/g;

/** Shorter texts stand in names too. */
const shortest = 12;

function secretTexts(name: string, value: unknown): string[] {
  if (typeof value === 'string') return publicFields.has(name) || value.length < shortest ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, nested]) => secretTexts(field, nested));
}

function textsOf(value: string): string[] {
  try {
    return secretTexts('', JSON.parse(value));
  } catch {
    return [value];
  }
}

/**
 * Secret texts in anything that the functions have written: their logs and errors, and the journal. Only the beginning of
 * each is told.
 *
 * @param values of a secret @throws Error when there is no secret text in one: to search for nothing finds nothing
 */
export async function leaksOf(room: RunningRoom, name: string, values: readonly string[]): Promise<string[]> {
  const { tables } = room.emulator.administrator;
  const { Items = [] } = await tables.send(new ScanCommand({ TableName: room.journalOf(name) }));
  const written = `${room.output}\n${JSON.stringify(Items)}`;
  const secrets = values.map(textsOf);
  if (secrets.length === 0 || secrets.some((texts) => texts.length === 0))
    throw new Error(`${name} has no secret text`);
  const found = [...secrets.flat().filter((text) => written.includes(text)), ...(written.match(looksLikeKey) ?? [])];
  return found.map((text) => `${text.slice(0, 4)}…`);
}
