import type { RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

import { functionsBoundary } from '../access/boundaries';
import { needsProbe, rotatingSecrets } from '../access/looked-after';
import type { Room } from '../access/room';
import { AccessProbe } from './access-probe';
import { PermissionsBoundary } from './permissions-boundary';
import { SecretReconciler } from './secret-reconciler';
import { SecretRotation } from './secret-rotation';

export interface SecretCareProps {
  /** The workload with its secrets, and what their policies must spell. */
  readonly room: Room;

  /** ARNs of the secrets as they were made, by their names in the catalogue. */
  readonly secretArns: ReadonlyMap<string, string>;

  /** How long the journal keeps its records, in days. */
  readonly journalDays: number;

  /** The audit key: it encrypts the functions' logs. */
  readonly logKey: kms.IKey;

  /** Whether the logs outlive their stack. */
  readonly removalPolicy: RemovalPolicy;
}

/** What keeps the secrets of a workload young: a function for each that rotates, one for all that a person replaces, one that tries keys. */
export class SecretCare extends Construct {
  constructor(scope: Construct, id: string, props: SecretCareProps) {
    super(scope, id);
    const { room, journalDays, logKey, removalPolicy } = props;
    const { policy: boundary } = new PermissionsBoundary(this, 'Boundary', {
      place: room.place,
      boundary: functionsBoundary(room),
    });
    const home = { room, boundary, journalDays, logKey, removalPolicy };
    // A scope of their own: no name of a secret then meets that of a construct beside it.
    const rotations = new Construct(this, 'Rotations');
    for (const secret of rotatingSecrets(room.workload)) {
      const secretArn = props.secretArns.get(secret.name);
      if (secretArn === undefined) throw new Error(`secret ${secret.name} is to be rotated, but was not made`);
      new SecretRotation(rotations, secret.name, { ...home, secret, secretArn });
    }
    const reconciler = new SecretReconciler(this, 'Reconciler', home);
    if (needsProbe(room.workload)) new AccessProbe(this, 'AccessProbe', { ...home, reconciler });
  }
}
