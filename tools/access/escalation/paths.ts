import { identityPaths } from './identity-paths';
import { passRolePaths } from './pass-role-paths';
import type { EscalationPath } from './path';
import { resourcePaths } from './resource-paths';
import { servicePaths } from './service-paths';

/**
 * Every known way to more than one's own rights: the published ones with their sources, and those that we found.
 *
 * Published ways of several steps are chains of these: to attach a policy to a role and then to become it, for example.
 */
export const escalationPaths: readonly EscalationPath[] = [
  ...identityPaths,
  ...passRolePaths,
  ...servicePaths,
  ...resourcePaths,
];
