import type { Construct } from 'constructs';

import type { Boundary } from '../access/boundaries';
import { FixedBoundary } from '../constructs/permissions-boundary';
import type { DeliveredEnvironment } from '../delivery/delivered';
import { boundariesStackName } from '../delivery/names';
import { AdministratorStack } from './administrator-stack';

export interface BoundariesStackProps {
  /** In which the workload stands. */
  readonly environment: DeliveredEnvironment;

  /** Name of the workload. */
  readonly workload: string;

  /** Of its consumers, and of its functions. */
  readonly boundaries: readonly Boundary[];
}

/** The upper bounds of everybody whom the stack of a workload makes. A new workload is deployed after them. */
export class BoundariesStack extends AdministratorStack {
  constructor(scope: Construct, id: string, { environment, workload, boundaries }: BoundariesStackProps) {
    super(scope, id, {
      environment,
      stackName: boundariesStackName(environment, workload),
      description: `Strongroom ${environment.name}: upper bounds of everybody in ${workload}`,
    });
    for (const boundary of boundaries) {
      new FixedBoundary(this, boundary.bounded.kind, { place: environment, boundary });
    }
  }
}
