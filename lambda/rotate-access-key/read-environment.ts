import { type Trial, trialIn } from '../access-keys/trial';
import { EnvironmentIncomplete, requireVariables } from '../rotation/environment';
import { parseObject } from '../rotation/json';
import type { RotateAccessKeyEnvironment } from './environment';
import type { AccessKeySpecification } from './rotate';

function wrong(name: keyof RotateAccessKeyEnvironment, expected: string): EnvironmentIncomplete {
  return new EnvironmentIncomplete(`${name} is not ${expected}: deploy the stack again`);
}

function readDays(name: 'OVERLAP_DAYS' | 'WATCH_DAYS' | 'USED_KEY_DAYS', text: string): number {
  const days = Number(text);
  if (!(days > 0)) throw wrong(name, 'a number of days above 0');
  return days;
}

function readObject(name: 'FIELDS' | 'TRIAL', text: string): Readonly<Record<string, unknown>> {
  const value = parseObject(text);
  if (value === undefined) throw wrong(name, 'a JSON object');
  return value;
}

function isField(entry: [string, unknown]): entry is [string, string | number | boolean] {
  return ['string', 'number', 'boolean'].includes(typeof entry[1]);
}

function readFields(text: string): AccessKeySpecification['fields'] {
  const entries = Object.entries(readObject('FIELDS', text));
  if (!entries.every(isField)) throw wrong('FIELDS', 'a JSON object of plain values');
  return Object.fromEntries(entries);
}

function readTrial(text: string): Trial {
  const trial = trialIn(readObject('TRIAL', text));
  if (trial === undefined) throw wrong('TRIAL', 'a trial that this version of the function knows');
  return trial;
}

/**
 * Reads the environment contract.
 *
 * @throws EnvironmentIncomplete
 */
export function readSpecification(variables: Readonly<Record<string, string | undefined>>): {
  readonly specification: AccessKeySpecification;
  readonly trial: Trial;
} {
  const found = requireVariables(variables, [
    'ROOM_REGION',
    'SECRET_NAME',
    'USER_NAME',
    'USER_PATH',
    'OVERLAP_DAYS',
    'WATCH_DAYS',
    'FIELDS',
    'TRIAL',
  ]);
  const trial = readTrial(found.TRIAL);
  const { USED_KEY_DAYS } = variables;
  return {
    trial,
    specification: {
      secret: found.SECRET_NAME,
      userName: found.USER_NAME,
      userPath: found.USER_PATH,
      region: found.ROOM_REGION,
      overlapDays: readDays('OVERLAP_DAYS', found.OVERLAP_DAYS),
      watchDays: readDays('WATCH_DAYS', found.WATCH_DAYS),
      ...(USED_KEY_DAYS === undefined ? {} : { usedKeyDays: readDays('USED_KEY_DAYS', USED_KEY_DAYS) }),
      fields: readFields(found.FIELDS),
      mayBeDenied: trial.mayBeDenied,
    },
  };
}
