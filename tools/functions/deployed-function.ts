import { ExecutionEnvironment, type Invocation } from './execution-environment';

export interface DeployedFunctionProps {
  /** File of the bundle. */
  readonly bundle: string;
  /** Variables of the template, and no others. */
  readonly variables: Readonly<Record<string, string>>;
  /** The gate. */
  readonly endpoint: string;
  readonly region: string;
  /** Credentials of its role. */
  readonly accessKeyId: string;
  /** How long one invocation may take. */
  readonly timeoutMilliseconds: number;
  /**
   * Whether an execution environment takes one event after another, as Lambda has it, until `close`.
   *
   * @default false - a cold start for each event
   */
  readonly keepsWarm?: boolean;
  /** Milliseconds by which its clock is ahead of the machine's, as the emulator's is. @default - not at all */
  readonly clockAhead?: () => number;
  /** Told of every invocation that has ended. @default - nobody is */
  readonly onEnd?: (invocation: Invocation) => void;
}

/** A function as Lambda runs it: from its bundle, with its own environment and credentials, and nothing of this process. */
export class DeployedFunction {
  private readonly running = new Set<ExecutionEnvironment>();
  private idle: ExecutionEnvironment[] = [];

  public constructor(private readonly props: DeployedFunctionProps) {}

  /** Ends whatever runs now as a crash does. */
  public async crash(): Promise<void> {
    await Promise.all([...this.running].map((environment) => environment.end()));
  }

  /** Delivers one event. A second one at the same time gets an execution environment of its own. */
  public async invoke(event: unknown): Promise<Invocation> {
    const { bundle, timeoutMilliseconds, keepsWarm = false } = this.props;
    const environment = this.idle.pop() ?? new ExecutionEnvironment(bundle, this.environment());
    this.running.add(environment);
    const invocation = await environment.invoke(event, timeoutMilliseconds, this.props.clockAhead?.() ?? 0);
    this.running.delete(environment);
    if (keepsWarm && environment.isUsable) this.idle.push(environment);
    else await environment.end();
    this.props.onEnd?.(invocation);
    return invocation;
  }

  /** Ends the execution environments that wait for an event. */
  public async close(): Promise<void> {
    const { idle } = this;
    this.idle = [];
    await Promise.all(idle.map((environment) => environment.end()));
  }

  private environment(): NodeJS.ProcessEnv {
    const { variables, endpoint, region, accessKeyId } = this.props;
    return {
      ...variables,
      AWS_REGION: region,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
    };
  }
}
