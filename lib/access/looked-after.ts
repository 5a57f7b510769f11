import { functionRoleArn, reconcilerName, rotationFunctionName } from '../config/names';
import type { Workload } from '../config/parameters';
import type { Secret } from '../config/secrets';
import type { Room } from './room';

/** A secret whose value a function of its own makes and replaces. */
export type RotatingSecret = Extract<Secret, { readonly rotation: unknown }>;
export type AccessKeySecret = Extract<Secret, { readonly kind: 'access-key' }>;
/** A secret that a person replaces; only its age is watched. */
export type AgingSecret = Extract<Secret, { readonly kind: 'api-key' }>;

export function isRotating(secret: Secret): secret is RotatingSecret {
  return 'rotation' in secret;
}

export function rotatingSecrets({ secrets }: Workload): RotatingSecret[] {
  return secrets.filter(isRotating);
}

export function accessKeySecrets({ secrets }: Workload): AccessKeySecret[] {
  return secrets.filter((secret) => secret.kind === 'access-key');
}

export function agingSecrets({ secrets }: Workload): AgingSecret[] {
  return secrets.filter((secret) => secret.kind === 'api-key');
}

/** Whether a workload has anything for a function to look after. */
export function needsReconciler({ secrets }: Workload): boolean {
  return secrets.some(({ kind }) => kind !== 'json');
}

/** ARN of the role of the function that rotates a secret. */
export function rotatorRoleArn({ place, workload }: Room, secret: string): string {
  return functionRoleArn(place, rotationFunctionName(place, workload.name, secret));
}

/** ARN of the role of the function that retires keys, starts first rotations and tells ages. */
export function reconcilerRoleArn({ place, workload }: Room): string {
  return functionRoleArn(place, reconcilerName(place, workload.name));
}
