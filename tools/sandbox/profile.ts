import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { SandboxError } from './errors';

const folder = join(__dirname, 'emulators');

const instead = z.enum(['left out', 'created through the API']);

const profileSchema = z.strictObject({
  emulator: z.string(),
  version: z.string(),
  /** The account that it plays; no deployment may reach any other. */
  account: z.string().regex(/^\d{12}$/),
  /** Resource types that its CloudFormation refuses, left out at synth time. */
  unsupportedTypes: z.array(z.strictObject({ type: z.string(), instead, why: z.string() })),
  /** Properties that its CloudFormation accepts and drops without a word. */
  ignoredProperties: z.array(z.strictObject({ type: z.string(), property: z.string(), instead, why: z.string() })),
  /** What works differently from AWS, and so is not proven by a run. Printed with every summary. */
  notProven: z.array(z.string()),
});

/** What one version of one emulator lacks, as data: the only thing in which the sandbox differs from AWS. */
export type EmulatorProfile = Readonly<z.output<typeof profileSchema>>;
export type UnsupportedType = EmulatorProfile['unsupportedTypes'][number];

export const defaultProfile = 'ministack-1.5.33';

/**
 * Reads `tools/sandbox/emulators/<name>.json`.
 *
 * @throws SandboxError that names the profiles there are
 */
export function loadProfile(name: string): EmulatorProfile {
  const profiles = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
  // Compared, not joined: the name comes from the command line and must not become a path.
  if (!profiles.includes(name)) {
    throw new SandboxError(`there is no emulator profile '${name}'`, `Choose one of ${profiles.join(', ')}`);
  }
  return profileSchema.parse(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));
}
