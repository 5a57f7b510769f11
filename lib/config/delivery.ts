import { z } from 'zod';

import { oneOf, text } from './leaves';

/** Ends the name that continuous integration gives to an environment at which a job only looks. */
export const readOnlyEnding = '-read-only';

/**
 * Characters that CloudFormation leaves of a stack's name in a name of 64 characters that it makes: 25, less one, because
 * AWS documents none of it.
 *
 * @see https://github.com/KensioSoftware/yulin/issues/1113 names that CloudFormation made
 */
export const leftOfStackName = 24;

const numericId = (of: string, field: string) =>
  text(
    /^[1-9]\d{0,18}$/,
    `the number of the ${of} in quotation marks, no wildcard: gh api repos/<owner>/<repository> --jq ${field}`,
  );

/**
 * The repository of GitHub whose workflows deploy. By its numbers, which nobody can take over: whoever is renamed or
 * deleted leaves the name to the next one.
 *
 * @see https://docs.github.com/en/actions/reference/security/oidc
 */
const repository = z.strictObject({
  owner: text(/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})$/, 'the name of a user or organization of GitHub, without wildcard'),
  ownerId: numericId('owner', '.owner.id'),
  name: text(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/, 'the name of a repository, without its owner and without wildcard'),
  repositoryId: numericId('repository', '.id'),
  /**
   * `immutable-and-name` also trusts the subject without the numbers, which is what repositories send that were created
   * before 15 July 2026 and not renamed or transferred since.
   */
  subjects: oneOf(['immutable', 'immutable-and-name']).default('immutable'),
});

/** Deployment without keys: who may deploy the environment, and by which roles. */
export const delivery = z.strictObject({
  /**
   * Tells the bootstrap roles of this environment from those of every other application and environment of its account.
   * The CDK's own `hnb659fds` is everybody's: whoever deploys anything may deploy this.
   */
  qualifier: text(
    /^(?!hnb659fds$)[a-z0-9]{3,10}$/,
    "3 to 10 lower-case letters and digits, not the CDK's own hnb659fds, which other applications share",
  ),
  repository,
  /** An account has at most one provider for GitHub: `existing` where it has one. */
  identityProvider: oneOf(['create', 'existing']),
});
