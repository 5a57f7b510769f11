import { readsSecret } from '../../../lib/access/declared-access';
import {
  accessKeySecrets,
  filledSecrets,
  needsProbe,
  needsReconciler,
  rotatingSecrets,
} from '../../../lib/access/looked-after';
import type { Consumer } from '../../../lib/config/consumers';
import {
  consumerArn,
  foundationStackName,
  functionRoleArn,
  globalEventsStackName,
  probeName,
  reconcilerName,
  rotationFunctionName,
} from '../../../lib/config/names';
import type { Environment, Workload } from '../../../lib/config/parameters';
import { watchesAccount } from '../../../lib/detection/account-wide';
import { type DeliveredEnvironment, isDelivered } from '../../../lib/delivery/delivered';
import { bootstrapRoleArn, deployRoleName, identityProviderArn, readOnlyRoleName } from '../../../lib/delivery/names';
import { deployedRegions } from '../../../lib/delivery/regions';
import { globalRegionOf } from '../../../lib/detection/global-region';
import type { Gain } from '../../../tools/access/escalation/path';

/** A step past somebody's own rights that is meant, and why. */
export interface ExpectedStep {
  readonly step: string;
  readonly because: string;
}

export function stepOf(from: string, gives: Gain, to: string, path: string): string {
  return `${from} ${gives} ${to}: ${path}`;
}

const ec2 = 'ec2.amazonaws.com';
const services: Readonly<Partial<Record<Consumer['kind'], string>>> = {
  'ec2-role': ec2,
  'ecs-role': 'ecs-tasks.amazonaws.com',
  'lambda-role': 'lambda.amazonaws.com',
};

/** From the configuration alone: what the templates say is held against it. */
class Expected {
  public readonly steps: ExpectedStep[] = [];

  constructor(private readonly environment: Environment) {
    const { audit } = environment;
    if (audit.trail.mode === 'create') {
      this.add(
        'cloudtrail.amazonaws.com',
        'becomes',
        this.generated(foundationStackName(environment), 'AuditDeliveryRole'),
        [['assume-role', 'The trail writes into its log group with this role, which may do nothing else.']],
      );
    }
    if (globalRegionOf(environment) !== environment.region && watchesAccount(environment)) {
      this.add(
        'events.amazonaws.com',
        'becomes',
        this.generated(globalEventsStackName(environment), 'ForwardingRole'),
        [['assume-role', 'Events of the global Region are handed to the home Region with this role.']],
      );
    }
    if (isDelivered(environment)) this.addDelivery(environment);
    this.opensKey('audit');
    for (const workload of environment.workloads) this.addWorkload(workload);
  }

  private addDelivery(environment: DeliveredEnvironment): void {
    const roles = [
      [deployRoleName(environment), ['deploy', 'file-publishing', 'lookup']],
      [readOnlyRoleName(environment), ['lookup']],
    ] as const;
    for (const [name, taken] of roles) {
      const role = functionRoleArn(environment, name);
      this.add(identityProviderArn(environment), 'becomes', role, [
        ['assume-role', 'Jobs of one repository, in one of its environments, deploy or look.'],
      ]);
      for (const region of deployedRegions(environment)) {
        for (const bootstrap of taken) {
          this.add(role, 'becomes', bootstrapRoleArn(environment, bootstrap, region), [
            ['assume-role', 'A job acts by the bootstrap roles of its own environment alone.'],
          ]);
        }
      }
    }
  }

  /** A role that CloudFormation names. */
  private generated(stack: string, construct: string): string {
    return functionRoleArn(this.environment, `${stack}-${construct}`);
  }

  private add(
    from: string,
    gives: Gain,
    to: string,
    paths: readonly (readonly [path: string, because: string])[],
  ): void {
    for (const [path, because] of paths) this.steps.push({ step: stepOf(from, gives, to, path), because });
  }

  private opensKey(name: string): void {
    this.add(this.environment.account, 'opens', name, [
      [
        'put-key-policy',
        'Administrators of the account look after keys that they cannot use; a change of the policy rings.',
      ],
    ]);
  }

  private addWorkload(workload: Workload): void {
    if (workload.files !== undefined || workload.secrets.length > 0) this.opensKey(workload.name);
    for (const consumer of workload.consumers) this.addConsumer(workload, consumer);
    this.addFunctions(workload);
    this.addUsers(workload);
  }

  private addConsumer(workload: Workload, consumer: Consumer): void {
    const arn = consumerArn(this.environment, workload.name, consumer);
    const service = services[consumer.kind];
    if (service !== undefined) {
      this.add(service, 'becomes', arn, [['assume-role', 'It is declared as a role for this service.']]);
    }
    if (consumer.kind === 'cross-account-role') {
      for (const principal of consumer.trustedPrincipalArns) {
        this.add(principal, 'becomes', arn, [['assume-role', 'It is declared as trusted, with an external id.']]);
      }
    }
    const { customers = [] } = consumer.access;
    for (const customer of workload.customers) {
      if (customers !== '*' && !customers.includes(customer.name)) continue;
      this.add(arn, 'becomes', customer.roleArn, [
        ['assume-role', 'The customer is declared, and its role has the last word.'],
      ]);
    }
  }

  private addFunctions(workload: Workload): void {
    const { environment } = this;
    const names = rotatingSecrets(workload).map(({ name }) => rotationFunctionName(environment, workload.name, name));
    const reconciler = functionRoleArn(environment, reconcilerName(environment, workload.name));
    const own = [
      ...names,
      ...(needsReconciler(workload) ? [reconcilerName(environment, workload.name)] : []),
      ...(needsProbe(workload) ? [probeName(environment, workload.name)] : []),
    ];
    for (const name of own) {
      this.add('lambda.amazonaws.com', 'becomes', functionRoleArn(environment, name), [
        ['assume-role', 'The function runs with it.'],
      ]);
    }
    for (const name of own) {
      const caller = names.includes(name) ? 'secretsmanager.amazonaws.com' : 'events.amazonaws.com';
      this.add(caller, 'drives', functionRoleArn(environment, name), [
        ['invoke-function', 'It is called for its own secret, or at its hour, and by that secret or rule only.'],
      ]);
    }
    for (const rotator of names.map((name) => functionRoleArn(environment, name))) {
      this.add(reconciler, 'drives', rotator, [
        [
          'invoke-function',
          'Secrets Manager asks whoever starts a rotation for this right; rotations are hers to start.',
        ],
        ['rotate-secret', 'It starts first rotations and those of an emergency.'],
        ['ask-by-journal', 'It hands on what people asked for in the row of the secret.'],
      ]);
      this.add(rotator, 'drives', reconciler, [
        ['ask-by-journal', 'It keeps the row of its own secret, from which the reconciler derives what is due.'],
      ]);
    }
    if (filledSecrets(workload).length === 0 && names.length === 0 && needsReconciler(workload)) {
      throw new Error(`${workload.name} has a reconciler for nothing`);
    }
  }

  private addUsers(workload: Workload): void {
    const { environment } = this;
    for (const secret of accessKeySecrets(workload)) {
      const user = consumerArn(environment, workload.name, { name: secret.consumer, kind: 'iam-user' });
      const rotator = functionRoleArn(environment, rotationFunctionName(environment, workload.name, secret.name));
      const reconciler = functionRoleArn(environment, reconcilerName(environment, workload.name));
      this.add(rotator, 'becomes', user, [
        ['create-access-key', 'It makes the keys of the user, and tries each before it hands it on.'],
      ]);
      for (const from of [rotator, reconciler]) {
        this.add(from, 'becomes', user, [
          ['read-key-secret', 'It must know which keys are in the secret, to retire no other.'],
          ['activate-access-key', 'It takes keys out of use, and into use again when a person asks for that.'],
        ]);
        this.add(from, 'widens', user, [
          [
            'put-user-policy',
            'In an emergency it refuses the sessions of a lost key; the boundary holds what it writes.',
          ],
        ]);
      }
      if (needsProbe(workload)) {
        this.add(functionRoleArn(environment, probeName(environment, workload.name)), 'becomes', user, [
          ['read-key-secret', 'It acts with each key, to tell whether it still opens what it is for.'],
        ]);
      }
      for (const consumer of workload.consumers) {
        const reader = consumerArn(environment, workload.name, consumer);
        if (reader === user || !readsSecret(consumer, secret.name)) continue;
        this.add(reader, 'becomes', user, [['read-key-secret', 'It is declared as a reader of the key.']]);
      }
    }
  }
}

export function expectedSteps(environment: Environment): readonly ExpectedStep[] {
  return new Expected(environment).steps;
}
