import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import type { Assembly } from '../access/assembly';
import type { NamedPolicy } from '../access/principals';
import { readArrived } from './arrived';
import { withAssemblyNames } from './assembly-names';
import { type Fault, FaultPlan, type PlannedFault } from './faults';
import { forward } from './forward';
import { Judge } from './judge';
import { type Arrived, type Operation, readOperation } from './operation';
import { type Question, questionsOf } from './questions';
import { type Answer, cannotJudge, refuse } from './refusal';
import { Signers, type UserKeys } from './signers';

const address = '127.0.0.1';

export interface GateProps {
  /** The emulator, such as `http://127.0.0.1:5000`. */
  readonly emulator: string;
  readonly keys: UserKeys;
  /** Whose policies decide. */
  readonly assembly: Assembly;
  /** By service, how many requests with a new key are refused before the first is taken. @default - none */
  readonly acceptanceDelay?: Readonly<Record<string, number>>;
  /** Address from which everybody calls. @default - one that no configuration here allows */
  readonly sourceAddress?: string;
  /** Names that the emulator made up, by which the assembly has others for the same resources. @default - none */
  readonly assemblyNames?: ReadonlyMap<string, string>;
  /** Policies that a principal was given since the deployment. @default - none */
  readonly addedPolicies?: (principalArn: string) => Promise<readonly NamedPolicy[]>;
}

/** One call, and what became of it. */
export interface RecordedCall {
  readonly index: number;
  readonly service: string;
  readonly name: string;
  readonly accessKeyId?: string;
  /** ARN of whoever signed. */
  readonly signer?: string;
  /** What AWS judges about it. */
  readonly questions: readonly Question[];
  readonly decision: 'allowed' | 'denied' | 'key-refused';
  readonly fault?: Fault['kind'];
  /** HTTP status of the answer; absent when the client got none. */
  readonly status?: number;
}

/**
 * A reverse proxy before an emulator that refuses what AWS would refuse: keys that do not work, and calls that the
 * policies of the synthesized templates do not allow. Emulators do neither. It can also make calls fail, and records them.
 */
export class Gate {
  private judge: Judge;
  private signers: Signers;
  private plan = new FaultPlan([]);
  private recorded: RecordedCall[] = [];
  private arrivals = 0;
  private ahead = 0;
  private readonly problems: string[] = [];

  private constructor(
    private readonly props: GateProps,
    private readonly server: Server,
  ) {
    this.judge = new Judge(props.assembly, props.sourceAddress);
    this.signers = new Signers(props.keys, props.acceptanceDelay);
    server.on('request', (request, response) => void this.serve(request, response));
  }

  /** Starts a gate on a free port of 127.0.0.1. */
  public static async start(props: GateProps): Promise<Gate> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, address, resolve));
    return new Gate(props, server);
  }

  public get endpoint(): string {
    const bound = this.server.address();
    if (bound === null || typeof bound === 'string') throw new Error('the gate is closed');
    return `http://${address}:${String(bound.port)}`;
  }

  /** All calls since the record was last cleared, in the order of their arrival. */
  public get calls(): readonly RecordedCall[] {
    return this.recorded.toSorted((one, other) => one.index - other.index);
  }

  /** Whether every planned fault has met its call. */
  public get hasMetFaults(): boolean {
    return this.plan.isSpent;
  }

  /** Temporary credentials, as Lambda gives them to its function. @param issuedAt if policies may ask */
  public signIn(accessKeyId: string, principalArn: string, issuedAt?: Date): void {
    this.signers.signIn(accessKeyId, principalArn, issuedAt);
  }

  /** Forgets the calls and sessions, and plans anew. */
  public reset(changed: Partial<Pick<GateProps, 'assembly' | 'acceptanceDelay'>> = {}): void {
    if (changed.assembly !== undefined) this.judge = new Judge(changed.assembly, this.props.sourceAddress);
    this.signers = new Signers(this.props.keys, changed.acceptanceDelay ?? this.props.acceptanceDelay);
    this.planFaults([]);
  }

  /** Plans faults; calls count from 0 again. */
  public planFaults(faults: readonly PlannedFault[]): void {
    this.plan = new FaultPlan(faults);
    this.recorded = [];
    this.arrivals = 0;
  }

  /** Has the gate's own answers tell a later time, as the emulator's do. @param milliseconds ahead of the machine's clock */
  public setClockAhead(milliseconds: number): void {
    this.ahead = milliseconds;
  }

  /** @throws Error when there was a request that the gate could not judge */
  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    if (this.problems.length > 0) throw new Error(`the gate could not judge: ${this.problems.join('; ')}`);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.answerTo(request).catch((error: unknown) => {
      const problem = error instanceof Error ? error.message : String(error);
      this.problems.push(problem);
      return cannotJudge(problem);
    });
    if (answer === 'hang') return;
    if (answer === 'disconnect') {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, {
      date: new Date(Date.now() + this.ahead).toUTCString(),
      ...answer.headers,
      'content-length': String(answer.body.length),
    });
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  }

  private async answerTo(request: IncomingMessage): Promise<Answer | 'hang' | 'disconnect'> {
    const arrived = await readArrived(request);
    const operation = readOperation(arrived);
    const index = this.arrivals++;
    const fault = this.plan.take(index, operation);
    const judged = await this.judged(operation);
    const answer = await this.outcome(arrived, operation, judged.refusal, fault);
    const { service, name, accessKeyId } = operation;
    this.recorded.push({
      ...{ index, service, name, questions: judged.questions, decision: judged.decision },
      ...(accessKeyId === undefined ? {} : { accessKeyId }),
      ...(judged.signer === undefined ? {} : { signer: judged.signer }),
      ...(fault === undefined ? {} : { fault: fault.kind }),
      ...(typeof answer === 'string' ? {} : { status: answer.status }),
    });
    return answer;
  }

  private async judged(operation: Operation): Promise<Judged> {
    const signer = await this.signers.whose(operation.accessKeyId, operation.service);
    if ('refused' in signer) {
      const reason = signer.refused === 'not-signed' ? 'denied' : 'unknown-key';
      return { questions: [], decision: 'key-refused', refusal: refuse(operation, reason) };
    }
    const { principalArn, issuedAt } = signer;
    const ownerOf = async (id: string) => (await this.props.keys.find(id))?.userArn;
    const asked = withAssemblyNames(operation, this.props.assemblyNames);
    const questions = await questionsOf(asked, principalArn, this.judge.room, ownerOf);
    const addedPolicies = await this.props.addedPolicies?.(principalArn);
    const caller = { ...(issuedAt && { issuedAt }), ...(addedPolicies && { addedPolicies }) };
    const refused = await this.judge.firstRefused(principalArn, questions, caller);
    if (refused === undefined) return { signer: principalArn, questions, decision: 'allowed' };
    const detail = `User: ${principalArn} is not authorized to perform: ${refused.action} on resource: ${refused.resource}`;
    return { signer: principalArn, questions, decision: 'denied', refusal: refuse(operation, 'denied', detail) };
  }

  private async outcome(
    arrived: Arrived,
    operation: Operation,
    refusal: Answer | undefined,
    fault: Fault | undefined,
  ): Promise<Answer | 'hang' | 'disconnect'> {
    const carriedOut = async () => refusal ?? forward(this.props.emulator, arrived);
    switch (fault?.kind) {
      case undefined:
        return carriedOut();
      case 'refuse':
        return refuse(operation, fault.reason);
      case 'lose-request':
        return 'disconnect';
      case 'lose-answer':
        await carriedOut();
        return 'disconnect';
      case 'hang':
        if (fault.isDone) await carriedOut();
        await fault.meanwhile?.();
        return 'hang';
      case 'duplicate':
        await carriedOut();
        return carriedOut();
      case 'interfere': {
        await fault.before?.();
        const answer = await carriedOut();
        await fault.after?.();
        return answer;
      }
    }
  }
}

interface Judged {
  readonly signer?: string;
  readonly questions: readonly Question[];
  readonly decision: RecordedCall['decision'];
  readonly refusal?: Answer;
}
