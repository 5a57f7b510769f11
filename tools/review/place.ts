/** A construct path without the environment that it begins with, so that the same place has one name in all of them. */
export function withinEnvironment(constructPath: string, environment: string): string {
  return constructPath.startsWith(`${environment}/`) ? constructPath.slice(environment.length + 1) : constructPath;
}
