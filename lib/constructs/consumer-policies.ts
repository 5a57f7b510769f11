import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

import { consumerStatements, sourceAddressDeny } from '../access/consumer-statements';
import { declaredAccess } from '../access/declared-access';
import { splitBySize } from '../access/policy-size';
import type { Room } from '../access/room';
import type { Consumer } from '../config/consumers';
import { consumerName } from '../config/names';
import { acknowledgeResourceWildcards } from './acknowledgement';

export interface ConsumerPoliciesProps {
  /** The workload, and what its policies must spell. */
  readonly room: Room;

  /** Whose declared access is written. */
  readonly consumer: Consumer;
}

/**
 * The declared access of one consumer as managed policies: as few as hold it, and none where nothing is declared.
 *
 * Managed, because their versions are kept and their changes have events of their own, which inline policies lack.
 */
export class ConsumerPolicies extends Construct {
  /** At most ten: what IAM lets one principal have. */
  public readonly policies: readonly iam.IManagedPolicy[];

  constructor(scope: Construct, id: string, props: ConsumerPoliciesProps) {
    super(scope, id);
    const { room, consumer } = props;
    const name = consumerName(room.place, room.workload.name, consumer.name);
    const statements = consumerStatements(room, declaredAccess(consumer, room.workload));
    if (consumer.kind === 'iam-user' && consumer.sourceAddresses.length > 0) {
      statements.push(sourceAddressDeny(consumer.sourceAddresses));
    }
    this.policies = splitBySize(statements, name).map((part, index) => {
      const policy = new iam.ManagedPolicy(this, `Policy${index === 0 ? '' : String(index + 1)}`, {
        description: `Declared access of ${name}`,
        statements: part,
      });
      acknowledgeResourceWildcards(
        policy,
        part,
        `Declared access of ${consumer.name}: the names of objects, secrets and settings below the declared prefix are not known before the application makes them.`,
      );
      return policy;
    });
  }
}
