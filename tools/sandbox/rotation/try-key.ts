import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';

import type { Trial } from '../../../lambda/access-keys/trial';
import { type Aws, awsAs, type Connection, type Credentials } from '../aws';
import { NotAsDeclared } from '../errors';
import type { KeyAnswer } from './rotation-fact';

/** How AWS refuses a key that is inactive, deleted or unknown: each protocol has its own name. */
const refusals = ['InvalidClientTokenId', 'InvalidAccessKeyId', 'UnrecognizedClientException'];
const denials = ['AccessDenied', 'AccessDeniedException'];

/** Where and as whom keys are tried. */
export interface TrialGround {
  readonly connection: Connection;
  readonly userArn: string;
  /** The second call, which the rotation function is configured with. */
  readonly trial: Trial;
}

async function answered(call: string, request: Promise<unknown>): Promise<KeyAnswer> {
  try {
    await request;
    return { call, answer: 'works' };
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (refusals.includes(name)) return { call, answer: 'refused', error: name };
    if (denials.includes(name)) return { call, answer: 'denied', error: name };
    throw error;
  }
}

async function second({ s3, secrets }: Aws, trial: Trial): Promise<KeyAnswer> {
  switch (trial.call) {
    case 'list-objects': {
      const list = new ListObjectsV2Command({ Bucket: trial.bucket, Prefix: trial.prefix, MaxKeys: 1 });
      return answered('s3:ListBucket', s3.send(list));
    }
    case 'describe-secret': {
      const describe = new DescribeSecretCommand({ SecretId: trial.secretName });
      return answered('secretsmanager:DescribeSecret', secrets.send(describe));
    }
  }
}

async function tried(credentials: Credentials, { connection, userArn, trial }: TrialGround): Promise<KeyAnswer[]> {
  const aws = awsAs(credentials, connection);
  const identity = aws.sts.send(new GetCallerIdentityCommand({})).then(({ Arn }) => {
    if (Arn === userArn) return;
    throw new NotAsDeclared(
      `key ${credentials.accessKeyId} belongs to ${String(Arn)} instead of ${userArn}`,
      'Run the sandbox again with --keep and look',
    );
  });
  return Promise.all([answered('sts:GetCallerIdentity', identity), second(aws, trial)]);
}

function told(answers: readonly KeyAnswer[]): string {
  return answers
    .map(({ call, answer, error }) => `${call} ${error === undefined ? answer : `${answer} (${error})`}`)
    .join(', ');
}

/**
 * Uses a key that must work, on two services.
 *
 * @returns what each answered
 * @throws NotAsDeclared
 */
export async function mustWork(credentials: Credentials, ground: TrialGround): Promise<KeyAnswer[]> {
  const answers = await tried(credentials, ground);
  // Who may do nothing harmless is denied, which proves the key too: an unknown key is refused with another error.
  const isRight = ({ answer }: KeyAnswer, index: number) =>
    answer === 'works' || (answer === 'denied' && index > 0 && ground.trial.mayBeDenied);
  if (answers.every(isRight)) return answers;
  throw new NotAsDeclared(
    `key ${credentials.accessKeyId} of ${ground.userArn} must work: ${told(answers)}`,
    'Whoever reads the secret has this key: run the sandbox again with --keep and look',
  );
}

/**
 * Uses a key that must be refused, on two services.
 *
 * @returns what each answered
 * @throws NotAsDeclared
 */
export async function mustBeRefused(credentials: Credentials, ground: TrialGround): Promise<KeyAnswer[]> {
  const answers = await tried(credentials, ground);
  if (answers.every(({ answer }) => answer === 'refused')) return answers;
  throw new NotAsDeclared(
    `key ${credentials.accessKeyId} of ${ground.userArn} is no longer valid and still answers: ${told(answers)}`,
    'Either the rotation has not stopped it, or nobody before the emulator refuses it: see tools/gate/signers.ts',
  );
}

/** Uses temporary credentials on the second service alone: who they belong to, AWS tells whatever is denied to them. */
export async function trySession(credentials: Credentials, { connection, trial }: TrialGround): Promise<KeyAnswer> {
  return second(awsAs(credentials, connection), trial);
}
