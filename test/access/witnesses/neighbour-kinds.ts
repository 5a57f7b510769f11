import { callerKinds } from './kinds/callers';
import { keyUseKinds } from './kinds/key-uses';
import { requestKinds } from './kinds/requests';
import { resourceKinds } from './kinds/resources';
import { trustKinds } from './kinds/trust';
import type { NeighbourKind } from './neighbour';

/** Every way to be next to an allowed request. */
export const neighbourKinds: readonly NeighbourKind[] = [
  ...callerKinds,
  ...resourceKinds,
  ...requestKinds,
  ...keyUseKinds,
  ...trustKinds,
];
