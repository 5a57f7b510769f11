import { functionRoleArn, probeName, reconcilerName, rotationFunctionName } from '../config/names';
import type { Workload } from '../config/parameters';
import type { Secret } from '../config/secrets';
import type { Room } from './room';

/** A secret whose value a function of its own makes and replaces. */
export type RotatingSecret = Extract<Secret, { readonly rotation: unknown }>;
export type AccessKeySecret = Extract<Secret, { readonly kind: 'access-key' }>;
/** A secret that a person replaces; only its age is watched. */
export type AgingSecret = Extract<Secret, { readonly kind: 'api-key' }>;
/** A secret of which is watched whether it has a value, and how old that is. */
export type FilledSecret = Exclude<Secret, RotatingSecret>;

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

/** Whether a JSON secret stands empty until a person fills it, whatever stands in it beside. */
export function startsEmpty(secret: Secret): boolean {
  return secret.kind === 'json' && Object.values(secret.fields).some(({ source }) => source === 'person');
}

/** Secrets that no function makes, but whose value one watches without reading it. */
export function filledSecrets({ secrets }: Workload): FilledSecret[] {
  return secrets.filter(
    (secret): secret is FilledSecret => !isRotating(secret) && (secret.kind === 'api-key' || startsEmpty(secret)),
  );
}

/** Whether a workload has anything for a function to look after. */
export function needsReconciler(workload: Workload): boolean {
  return rotatingSecrets(workload).length > 0 || filledSecrets(workload).length > 0;
}

/** Whether a workload has keys to try, and wants them tried. */
export function needsProbe(workload: Workload): boolean {
  return workload.accessProbe && accessKeySecrets(workload).length > 0;
}

/** ARN of the role of the function that rotates a secret. */
export function rotatorRoleArn({ place, workload }: Room, secret: string): string {
  return functionRoleArn(place, rotationFunctionName(place, workload.name, secret));
}

/** ARN of the role of the function that tries access keys. */
export function probeRoleArn({ place, workload }: Room): string {
  return functionRoleArn(place, probeName(place, workload.name));
}

/** ARN of the role of the function that retires keys, starts first rotations and tells ages. */
export function reconcilerRoleArn({ place, workload }: Room): string {
  return functionRoleArn(place, reconcilerName(place, workload.name));
}
