/** What every function needs to be told; the values stand in its template. Lambda gives a function 4 KB for all of them. */
export interface CommonEnvironment {
  /** Region of the room: nothing is taken from the machine. */
  readonly ROOM_REGION: string;
  /** Name of the journal's table. */
  readonly JOURNAL_TABLE: string;
  /** How long an audit record is kept, in days. */
  readonly JOURNAL_DAYS: string;
}

/** What a function that rotates one secret is told besides. */
export interface RotationEnvironment extends CommonEnvironment {
  /** Name of the one secret. */
  readonly SECRET_NAME: string;
}

/** The template did not tell the function what it needs. */
export class EnvironmentIncomplete extends Error {
  override readonly name = 'EnvironmentIncomplete';
}

/** @throws EnvironmentIncomplete naming every variable that is absent */
export function requireVariables<Name extends string>(
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly Name[],
): Readonly<Record<Name, string>> {
  const found = names.flatMap((name) => {
    const value = environment[name];
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  const missing = names.filter((name) => !found.some(([known]) => known === name));
  if (missing.length > 0) {
    throw new EnvironmentIncomplete(`the function has no ${missing.join(', ')}: deploy its stack again`);
  }
  return Object.fromEntries(found) as Readonly<Record<Name, string>>;
}
