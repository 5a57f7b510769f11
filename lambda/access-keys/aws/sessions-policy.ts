/** Inline policy of a user whose temporary credentials were cut off. */
export const sessionsPolicyName = 'strongroom-sessions-end';

/**
 * Denies everything to credentials issued before an instant. Calls with the access key itself have no such time and go on.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html
 */
export function denySessions(before: Date): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': before.toISOString() } },
      },
    ],
  });
}

/**
 * The instant of such a policy, as IAM returns it (percent-encoded). Nothing for any other policy: somebody changed it, and
 * it has to be written again.
 */
export function deniedSince(document: string): Date | undefined {
  const [instant] = /\d{4}-\d\d-\d\dT[\d:.]+Z/u.exec(decoded(document)) ?? [];
  const date = new Date(instant ?? '');
  return !Number.isNaN(date.getTime()) && decoded(document) === denySessions(date) ? date : undefined;
}

function decoded(document: string): string {
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}
