import { randomUUID } from 'node:crypto';

import {
  DescribeSecretCommand,
  RotateSecretCommand,
  type SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';

import type { DeployedFunction } from './deployed-function';
import type { Invocation } from './execution-environment';

export const rotationSteps = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

export type RotationStep = (typeof rotationSteps)[number];

/** Enough for every single and double fault; AWS does not publish its own number. */
const mostTries = 6;

export interface Rotation {
  readonly token: string;
  readonly isFinished: boolean;
  /** All steps of all tries, in order. */
  readonly invocations: readonly Invocation[];
}

/**
 * What Secrets Manager does beside keeping secrets: it calls the rotation function, one step after another, and begins
 * again with the first step and the same token when one fails.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export class RotatingSecret {
  private arn: string | undefined;

  public constructor(
    private readonly secrets: SecretsManagerClient,
    private readonly name: string,
    private readonly rotation: DeployedFunction,
    /** What happens before a failed rotation begins again; Secrets Manager waits some minutes. */
    private readonly pause: () => Promise<void> = () => Promise.resolve(),
  ) {}

  /** What a deployment does, and what it calls the function for. */
  public async schedule(): Promise<Invocation> {
    const token = randomUUID();
    await this.secrets.send(
      new RotateSecretCommand({
        SecretId: this.name,
        ClientRequestToken: token,
        RotateImmediately: false,
        RotationRules: { AutomaticallyAfterDays: 30 },
      }),
    );
    const invocation = await this.deliver('testSecret', token);
    if ((await this.stages(token)).includes('AWSPENDING')) {
      await this.secrets.send(
        new UpdateSecretVersionStageCommand({
          SecretId: this.name,
          VersionStage: 'AWSPENDING',
          RemoveFromVersionId: token,
        }),
      );
    }
    return invocation;
  }

  /** Begins a rotation. @param functionArn of another function from now on @returns its token */
  public async begin(functionArn?: string): Promise<string> {
    const token = randomUUID();
    await this.secrets.send(
      new RotateSecretCommand({
        ...{ SecretId: this.name, ClientRequestToken: token, RotateImmediately: true },
        RotationLambdaARN: functionArn,
      }),
    );
    return token;
  }

  /** Goes on with a rotation that has begun, with tries as Secrets Manager makes them. */
  public async attempt(token: string, tries = mostTries): Promise<Rotation> {
    const invocations: Invocation[] = [];
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      const run = await this.runSteps(token);
      invocations.push(...run);
      if (run.every(({ outcome }) => outcome === 'done')) return { token, isFinished: true, invocations };
      if (attempt < tries) await this.pause();
    }
    return { token, isFinished: false, invocations };
  }

  public async rotate(tries = mostTries): Promise<Rotation> {
    return this.attempt(await this.begin(), tries);
  }

  /** Delivers the event of one step, once. */
  public async deliver(step: RotationStep, token: string): Promise<Invocation> {
    return this.rotation.invoke(await this.event(step, token));
  }

  private async runSteps(token: string): Promise<Invocation[]> {
    const run: Invocation[] = [];
    for (const step of rotationSteps) {
      const invocation = await this.deliver(step, token);
      run.push(invocation);
      if (invocation.outcome !== 'done') break;
    }
    return run;
  }

  private async event(step: RotationStep, token: string) {
    // A secret keeps its ARN for life.
    this.arn ??= (await this.secrets.send(new DescribeSecretCommand({ SecretId: this.name }))).ARN;
    return { Step: step, SecretId: this.arn, ClientRequestToken: token, RotationToken: randomUUID() };
  }

  private async stages(versionId: string): Promise<readonly string[]> {
    const { VersionIdsToStages } = await this.secrets.send(new DescribeSecretCommand({ SecretId: this.name }));
    return VersionIdsToStages?.[versionId] ?? [];
  }
}
