import type { RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

import type { Room } from '../access/room';
import { secretPrefix } from '../config/names';
import { CatalogueSecret } from './catalogue-secret';

export interface SecretCatalogueProps {
  /** The workload with its secrets, and what their policies must spell. */
  readonly room: Room;

  /** The workload's data key. */
  readonly key: kms.IKey;

  /** Whether the secrets outlive their stack. */
  readonly removalPolicy: RemovalPolicy;
}

/** All secrets of a workload, below one prefix. */
export class SecretCatalogue extends Construct {
  /** Secrets that a person must fill, each with its missing fields: `portal/prod/database (host)`. */
  public readonly unfilled: readonly string[];

  /** Secrets that have no value before their first rotation. */
  public readonly awaitingRotation: readonly string[];

  /** ARNs of the secrets by their names in the catalogue. */
  public readonly arns: ReadonlyMap<string, string>;

  constructor(scope: Construct, id: string, props: SecretCatalogueProps) {
    super(scope, id);
    const { room, key, removalPolicy } = props;
    const prefix = secretPrefix(room.place, room.workload.name);
    const made = room.workload.secrets.map(
      (secret) => [secret.name, new CatalogueSecret(this, secret.name, { room, secret, key, removalPolicy })] as const,
    );
    this.arns = new Map(made.map(([name, { arn }]) => [name, arn]));
    const secrets = made.map(([name, { missing }]) => ({ name: `${prefix}${name}`, missing }));
    this.unfilled = secrets.flatMap(({ name, missing }) =>
      missing.person.length === 0
        ? []
        : [`${name} (${missing.person[0] === '*' ? 'the whole value' : missing.person.join(', ')})`],
    );
    this.awaitingRotation = secrets.flatMap(({ name, missing }) => (missing.rotation ? [name] : []));
  }
}
