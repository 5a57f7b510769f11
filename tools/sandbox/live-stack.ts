import {
  type CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';

import { SandboxError } from './errors';

/** What values of a template stand for, as far as the properties need it that the sandbox sets through the API. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

interface LiveResource {
  readonly type: string;
  readonly physicalId: string;
}

/** A deployed stack: its outputs, and what its references stand for. */
export class LiveStack {
  private constructor(
    private readonly place: Place,
    public readonly name: string,
    /** Names it even when it is deleted. */
    public readonly id: string,
    public readonly outputs: Readonly<Record<string, string>>,
    public readonly isProtected: boolean,
    /** Changes with every deployment that changes anything. */
    public readonly lastChange: string,
    private readonly resources: ReadonlyMap<string, LiveResource>,
  ) {}

  public static async read(client: CloudFormationClient, name: string, place: Place): Promise<LiveStack> {
    const [described, resources] = await Promise.all([
      client.send(new DescribeStacksCommand({ StackName: name })),
      readResources(client, name),
    ]);
    const stack = described.Stacks?.[0];
    if (stack === undefined) throw new SandboxError(`stack ${name} is not deployed`, 'See the output of cdk deploy');
    const outputs = (stack.Outputs ?? []).map(
      ({ OutputKey, OutputValue }) => [OutputKey ?? '', OutputValue ?? ''] as const,
    );
    return new LiveStack(
      place,
      name,
      stack.StackId ?? '',
      Object.fromEntries(outputs),
      stack.EnableTerminationProtection ?? false,
      (stack.LastUpdatedTime ?? stack.CreationTime)?.toISOString() ?? '',
      resources,
    );
  }

  public physicalId(logicalId: string): string {
    return this.resource(logicalId).physicalId;
  }

  /** Replaces the intrinsic functions in a value by what they stand for. */
  public resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.resolve(item));
    if (typeof value !== 'object' || value === null) return value;
    const [entry, ...more] = Object.entries(value);
    if (entry !== undefined && more.length === 0 && (entry[0] === 'Ref' || entry[0].startsWith('Fn::'))) {
      return this.call(entry[0], entry[1]);
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.resolve(item)]));
  }

  private call(name: string, argument: unknown): unknown {
    if (name === 'Ref' && typeof argument === 'string') return this.reference(argument);
    if (name === 'Fn::GetAtt' && Array.isArray(argument)) {
      return this.attribute(String(argument[0]), String(argument[1]));
    }
    if (name === 'Fn::Join' && Array.isArray(argument)) {
      const [separator, parts] = argument as [string, unknown];
      return (this.resolve(parts) as readonly string[]).join(separator);
    }
    throw new SandboxError(`the sandbox does not know ${name}`, 'Teach it in tools/sandbox/live-stack.ts');
  }

  private reference(name: string): string {
    const pseudo = new Map([
      ['AWS::AccountId', this.place.account],
      ['AWS::Region', this.place.region],
      ['AWS::Partition', partition],
      ['AWS::StackName', this.name],
      ['AWS::URLSuffix', 'amazonaws.com'],
    ]);
    return pseudo.get(name) ?? this.physicalId(name);
  }

  private attribute(logicalId: string, attribute: string): string {
    const { type, physicalId } = this.resource(logicalId);
    const here = `${this.place.region}:${this.place.account}`;
    switch (`${type}.${attribute}`) {
      case 'AWS::KMS::Key.Arn':
        return `arn:${partition}:kms:${here}:key/${physicalId}`;
      case 'AWS::S3::Bucket.Arn':
        return `arn:${partition}:s3:::${physicalId}`;
      case 'AWS::Logs::LogGroup.Arn':
        return `arn:${partition}:logs:${here}:log-group:${physicalId}:*`;
      // Without a path: roles with a path have no reference that the sandbox must resolve.
      case 'AWS::IAM::Role.Arn':
        return `arn:${partition}:iam::${this.place.account}:role/${physicalId}`;
      default:
        throw new SandboxError(
          `the sandbox does not know attribute ${attribute} of ${logicalId} (${type})`,
          'Teach it in tools/sandbox/live-stack.ts',
        );
    }
  }

  private resource(logicalId: string): LiveResource {
    const resource = this.resources.get(logicalId);
    if (resource !== undefined) return resource;
    throw new SandboxError(`stack ${this.name} has no resource ${logicalId}`, 'See the output of cdk deploy');
  }
}

/** The emulator knows no other, whatever the Region. */
const partition = 'aws';

async function readResources(client: CloudFormationClient, stack: string): Promise<ReadonlyMap<string, LiveResource>> {
  const resources = new Map<string, LiveResource>();
  for await (const page of paginateListStackResources({ client }, { StackName: stack })) {
    for (const { LogicalResourceId, PhysicalResourceId, ResourceType } of page.StackResourceSummaries ?? []) {
      resources.set(LogicalResourceId ?? '', { type: ResourceType ?? '', physicalId: PhysicalResourceId ?? '' });
    }
  }
  return resources;
}
