import { PutRolePermissionsBoundaryCommand } from '@aws-sdk/client-iam';

import type { Completion } from './types';

/** Upper bound of what a role may do. */
export const roleBoundary: Completion = async ({ aws, stack, logicalId, properties }) => {
  await aws.iam.send(
    new PutRolePermissionsBoundaryCommand({
      RoleName: stack.physicalId(logicalId),
      PermissionsBoundary: String(properties.PermissionsBoundary),
    }),
  );
};
