import { bootstrapQualifierOf } from '../../../../lib/config/bootstrap-qualifier';
import { consumerName, dataKeyAlias, filesBucketName, reconcilerName } from '../../../../lib/config/names';
import { boundaryArn } from '../../../../lib/delivery/names';
import { type Call, type World } from '../world';

/** What no template may have CloudFormation do. */
export interface Forbidden {
  readonly that: string;
  readonly calls: readonly Call[];
  /**
   * Whether the boundary refuses it too, by a denial, so that no policy that is attached to the role later allows it. What
   * only the policies refuse is about resources of others that a boundary has no room to tell from the environment's own.
   */
  readonly by: 'boundary too' | 'policies alone';
}

export type Context = Call['context'];

/** The names of a world that the questions are about. */
export class Names {
  constructor(readonly world: World) {}

  get environment() {
    return this.world.environment;
  }

  get workload(): string {
    return this.environment.workloads[0]?.name ?? '';
  }

  arn(service: string, resource: string, region = this.environment.region, account = this.environment.account): string {
    const partition = this.world.assembly.stacks[0]?.partition ?? '';
    return `arn:${partition}:${service}:${region}:${account}:${resource}`;
  }

  iam(resource: string): string {
    return this.arn('iam', resource, '');
  }

  bucket(name: string): string {
    return `arn:${this.world.assembly.stacks[0]?.partition ?? ''}:s3:::${name}`;
  }

  get consumer(): string {
    return this.iam(`role/${consumerName(this.environment, this.workload, 'web')}`);
  }

  get functionRole(): string {
    return this.iam(`role/${reconcilerName(this.environment, this.workload)}`);
  }

  get user(): string {
    const { name } = this.environment;
    return this.iam(
      `user/rotated/${name}/${this.workload}/${consumerName(this.environment, this.workload, 'scanner')}`,
    );
  }

  get ownPolicy(): string {
    return this.iam(`policy/strongroom-${this.environment.name}-${this.workload}-Policy-1ABC`);
  }

  get consumersBoundary(): string {
    return boundaryArn(this.environment, { kind: 'consumers', workload: this.workload });
  }

  get rotationBoundary(): string {
    return boundaryArn(this.environment, { kind: 'rotation', workload: this.workload });
  }

  get files(): string {
    return this.bucket(filesBucketName(this.environment, this.workload));
  }

  get secret(): string {
    return this.arn('secretsmanager', `secret:${this.workload}/${this.environment.name}/database-abcdef`);
  }

  /** No stack of the tests has it: nobody has given it another policy than the default. */
  get key(): string {
    return this.arn('kms', 'key/99999999-8888-7777-6666-555555555555');
  }

  get aliased(): Context {
    return { 'kms:ResourceAliases': [`alias/${dataKeyAlias(this.environment, this.workload)}`] };
  }

  get assets(): string {
    const { account, region } = this.environment;
    return this.bucket(`cdk-${bootstrapQualifierOf(this.environment)}-assets-${account}-${region}`);
  }
}

export function call(action: string, resource: string, context?: Context): Call {
  return { action, resource, ...(context === undefined ? {} : { context }) };
}

export function calls(service: string, names: readonly string[], resource: string, context?: Context): Call[] {
  return names.map((name) => call(`${service}:${name}`, resource, context));
}

export function never(that: string, ...asked: readonly (readonly Call[])[]): Forbidden {
  return { that, calls: asked.flat(), by: 'boundary too' };
}

export function others(that: string, ...asked: readonly (readonly Call[])[]): Forbidden {
  return { that, calls: asked.flat(), by: 'policies alone' };
}
