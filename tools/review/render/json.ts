import type { Review } from '../review';

/** A review for programs: all of it but the access that is the same on both sides. */
export function reviewJson({ isFirst, environments, outcome }: Review): string {
  const told = environments.map(({ baseRows, headRows, newEnvironment, ...rest }) => ({
    ...rest,
    rows: { base: baseRows.length, head: headRows.length },
    ...(newEnvironment === undefined ? {} : { newEnvironment }),
  }));
  return `${JSON.stringify({ version: 1, isFirst, passes: outcome.passes, outcome, environments: told }, undefined, 2)}\n`;
}
