/** Calls by which somebody becomes a role: a part of a pattern's `detail`. */
export const roleCalls = { eventName: ['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'] } as const;
