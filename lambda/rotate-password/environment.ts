import { EnvironmentIncomplete, requireVariables, type RotationEnvironment } from '../rotation/environment';
import type { PasswordSpecification } from './password-kind';
import { longest, shortest } from './policy';

/** The environment contract of the function that rotates a password. */
export interface RotatePasswordEnvironment extends RotationEnvironment {
  /** Characters of the password. */
  readonly PASSWORD_LENGTH: string;
  /** For `{username, password}`; absent for the plain password. */
  readonly USER_NAME?: string;
}

/** @throws EnvironmentIncomplete */
export function readSpecification(environment: Readonly<Record<string, string | undefined>>): PasswordSpecification {
  const { SECRET_NAME, PASSWORD_LENGTH } = requireVariables(environment, ['SECRET_NAME', 'PASSWORD_LENGTH']);
  const length = Number(PASSWORD_LENGTH);
  if (!Number.isInteger(length) || length < shortest || length > longest) {
    throw new EnvironmentIncomplete(
      `PASSWORD_LENGTH is '${PASSWORD_LENGTH}' and must be a whole number from ${shortest} to ${longest}: deploy its stack again`,
    );
  }
  const { USER_NAME } = environment;
  return {
    secret: SECRET_NAME,
    length,
    ...(USER_NAME === undefined || USER_NAME === '' ? {} : { userName: USER_NAME }),
  };
}
