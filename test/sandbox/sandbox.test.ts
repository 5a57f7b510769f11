import { execSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';

import { type Aws, awsAs } from '../../tools/sandbox/aws';
import { administrator } from '../../tools/sandbox/child-environment';
import { environmentOf } from '../../tools/sandbox/configuration';
import { defaultProfile, loadProfile } from '../../tools/sandbox/profile';
import type { Fact } from '../../tools/sandbox/room/fact';
import { describeRotation } from './describe-rotation';
import { ignoredProperty } from './ignored-properties';
import { leftIn, type Ran, runSandbox, temporaryFolder } from './run-sandbox';
import { changeSetOf } from './types';

jest.setTimeout(180_000);

const profile = loadProfile(defaultProfile);
const environment = environmentOf({ application: undefined, environment: 'prod' }, profile);
const letter = join(__dirname, '../../tools/sandbox/files/letter.txt');
const folder = temporaryFolder();
let ran: Ran;
let aws: Aws;

function exported(name: string): string {
  return new RegExp(`^export ${name}='(.*)'$`, 'm').exec(ran.output)?.[1] ?? '';
}

function facts<Kind extends Fact['fact']>(kind: Kind): Extract<Fact, { fact: Kind }>[] {
  return ran.result.facts.filter((fact): fact is Extract<Fact, { fact: Kind }> => fact.fact === kind);
}

beforeAll(async () => {
  ran = await runSandbox(folder, ['--environment', 'prod', '--keep', '--file', letter]);
  aws = awsAs(administrator, {
    endpoint: exported('AWS_ENDPOINT_URL'),
    region: exported('AWS_REGION'),
    certificatePem: readFileSync(exported('AWS_CA_BUNDLE'), 'utf8'),
  });
});

// What --keep prints must end what it left running: this is the last that happens to this emulator.
afterAll(async () => {
  execSync(ran.output.trim().split('\n').at(-1) ?? 'false');
  // The signal is sent and not waited for.
  for (let waited = 0; waited < 5000 && leftIn(folder).processes.length > 0; waited += 100) await sleep(100);
  const left = leftIn(folder);
  rmSync(folder, { recursive: true });
  expect(left).toEqual({ files: [], processes: [] });
});

const refusedKey = /^(InvalidAccessKeyId|UnrecognizedClientException)$/;

/** Whatever must stay secret in the value of a rotating secret: secret keys, and the private parts of others. */
function secretPartsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    typeof part === 'string' && ['secretAccessKey', 'password', 'secret', 'd', 'k'].includes(name)
      ? [part]
      : secretPartsOf(part),
  );
}

/** What the configuration says, so that the tests hold for whatever a team writes there. */
const [workload] = environment.workloads;
if (workload?.files === undefined) throw new Error('the first workload of prod has no files to show');
const { files } = workload;
const actors = workload.consumers.filter(
  (consumer) => !('sourceAddresses' in consumer) || consumer.kind !== 'iam-user',
);
const stackName = `strongroom-prod-${workload.name}`;

describe('a file in the room of production', () => {
  const sha256 = createHash('sha256').update(readFileSync(letter)).digest('hex');
  const key = expect.stringMatching(/letter\.txt$/) as string;

  it('lies under the data key of its workload and is locked as long as declared', () => {
    const [stored] = facts('stored');
    expect(stored).toMatchObject({
      key,
      sha256,
      encryption: 'aws:kms',
      keyArn: ran.result.outputs[stackName]?.DataKeyArn,
      lock: { mode: files.objectLock?.mode },
    });
    const days = (Date.parse(stored?.lock?.until ?? '') - Date.now()) / 86_400_000;
    expect(Math.ceil(days)).toBe(files.objectLock?.days);
  });

  it('is listed and read back byte for byte as a consumer', () => {
    expect(facts('listed')).toMatchObject([{ key }]);
    expect(facts('read back')).toMatchObject([{ key, sha256 }]);
  });

  it('survives its deletion', () => {
    expect(facts('only marked as deleted')).toMatchObject([{ key, sha256 }]);
  });

  it('cannot be removed as a version, by its writer or by the administrator', () => {
    const writer = facts('stored')[0]?.consumer ?? '';
    const removals = facts('refused').filter(({ what }) => /^delete (a|the locked) version of /.test(what));
    expect(removals.map(({ who }) => who)).toEqual([writer, "the account's administrator"]);
    expect(removals[1]?.reason).toContain('object lock');
  });

  it('cannot be written without TLS or with another encryption', () => {
    const writes = facts('refused').filter(({ what }) => what.startsWith('write '));
    expect(writes.map(({ what }) => what.replace(/^write \S+ /, ''))).toEqual([
      'over plain HTTP',
      'with encryption AES256',
    ]);
    for (const { reason } of writes) expect(reason).toContain('explicit deny in a resource-based policy');
  });
});

describe('the consumers of production', () => {
  it('act under their own names', () => {
    expect(facts('identity').map(({ consumer }) => consumer)).toEqual(workload.consumers.map(({ name }) => name));
  });

  it('may do what is declared and nothing else', () => {
    const questions = (files.prefixes.length + 1) * 4;
    const expected = actors.map(({ name, access }) => {
      const allowed = access.files.flatMap(({ verbs }) => verbs).length;
      return expect.objectContaining({ consumer: name, allowed, refused: questions - allowed }) as unknown;
    });
    expect(facts('access as declared')).toEqual(expected);
  });

  it('come in only as declared: with their external id, from their addresses', () => {
    const entries = facts('refused').map(({ what }) => what);
    for (const consumer of workload.consumers) {
      if (consumer.kind === 'cross-account-role') {
        expect(entries).toContain(`assume ${consumer.name} without its external id`);
        expect(entries).toContain(`assume ${consumer.name} with another external id`);
      }
      if (consumer.kind === 'iam-user') {
        const refusal = facts('refused').find(({ who }) => who === consumer.name);
        expect(refusal?.reason).toContain('explicit deny in an identity-based policy');
      }
    }
  });
});

describe('the secrets of production', () => {
  it('are read by their readers, who are shown the names of fields and never a value', () => {
    const read = facts('secret read');
    expect(read.length).toBeGreaterThan(0);
    for (const { consumer, secret, fields } of read) {
      const name = secret.split('/').at(-1) ?? '';
      expect(workload.consumers.find((candidate) => candidate.name === consumer)?.access.secrets).toContain(name);
      const declared = workload.secrets.find((candidate) => candidate.name === name);
      if (declared?.kind === 'json') expect([...fields].sort()).toEqual(Object.keys(declared.fields).sort());
    }
  });

  it('appear nowhere in what is printed or written', async () => {
    for (const { secret } of facts('secret read')) {
      const { SecretString = '' } = await aws.secrets.send(new GetSecretValueCommand({ SecretId: secret }));
      const value = JSON.parse(SecretString) as Readonly<Record<string, unknown>>;
      const generated = Object.values(value).filter((part) => typeof part === 'string' && part.length >= 20);
      expect(generated).not.toEqual([]);
      for (const part of generated) {
        expect(ran.output).not.toContain(part);
        expect(JSON.stringify(ran.result)).not.toContain(part);
      }
    }
  });

  it('are refused to everybody else', () => {
    const refused = facts('refused').filter(({ what }) => what.startsWith('read '));
    for (const { name, access } of actors) {
      const others = workload.secrets.filter((secret) => !(access.secrets ?? []).includes(secret.name));
      const what = `read ${others.map((secret) => `${workload.name}/prod/${secret.name}`).join(', ')}`;
      expect(refused).toContainEqual(expect.objectContaining({ who: name, what }));
    }
  });

  it('that have no value yet are named', () => {
    const outputs = ran.result.outputs[stackName] ?? {};
    const promised = `${outputs.UnfilledSecrets ?? ''} ${outputs.SecretsAwaitingRotation ?? ''}`;
    const [empty] = facts('secrets without a value');
    expect(empty?.secrets).not.toEqual([]);
    for (const secret of empty?.secrets ?? []) expect(promised).toContain(secret);
  });
});

describe('the rotating secrets of production', () => {
  const accessKeys = workload.secrets.filter((secret) => secret.kind === 'access-key');
  const prefix = `${workload.name}/prod/`;

  it.each(accessKeys.map((secret) => [secret.name, secret] as const))(
    'show the whole life of %s, by using each of its keys at each moment',
    (name, { rotation: { overlapDays, watchDays } }) => {
      const seen = new Map<string, string[]>();
      for (const { secret, when, state } of facts('key')) {
        if (secret === `${prefix}${name}`) seen.set(when, [...(seen.get(when) ?? []), state]);
      }
      const after = (days: number) => `T + ${String(days)} days`;
      expect([...seen]).toEqual([
        ['first rotation', ['works']],
        ['overlap', ['works', 'works']],
        [after(overlapDays - 1), ['works', 'works']],
        [after(overlapDays), ['inactive', 'works']],
        [after(overlapDays + watchDays), ['deleted', 'works']],
        ['emergency', ['deleted', 'inactive', 'works']],
      ]);
    },
  );

  it('have keys that work on two services, or are refused by both as AWS refuses a key', () => {
    expect(accessKeys).not.toEqual([]);
    for (const { state, answers } of facts('key')) {
      expect(new Set(answers.map(({ call }) => call.split(':')[0])).size).toBe(2);
      const errors = answers.map(({ answer, error }) => error ?? answer);
      expect(errors).toEqual(
        state === 'works' ? ['works', 'works'] : ['InvalidClientTokenId', expect.stringMatching(refusedKey)],
      );
    }
  });

  it('end sessions of the stolen key too', () => {
    const ended = facts('emergency ended');
    expect(ended).toHaveLength(accessKeys.length);
    for (const { session } of ended) {
      expect([session?.before.answer, session?.after.answer]).toEqual(['works', 'denied']);
    }
  });

  it('rotate twice, first by the hourly function, and keep tokens valid', () => {
    const rotating = workload.secrets.filter(({ kind }) => kind !== 'api-key' && kind !== 'json');
    for (const { name, kind } of rotating) {
      const own = facts('rotated').filter(({ secret }) => secret === `${prefix}${name}`);
      expect(own.slice(0, 2)).toMatchObject([{ which: 'first' }, { which: 'second' }]);
      expect(own[0]?.how).toContain('hourly function');
      const verified = facts('tokens verify').filter(({ secret }) => secret === `${prefix}${name}`);
      expect(verified).toHaveLength(kind === 'jwt-key-set' ? 1 : 0);
    }
  });

  it('leave no key in what is printed or written', async () => {
    const names = new Set(facts('rotated').map(({ secret }) => secret));
    expect(names.size).toBeGreaterThan(0);
    for (const name of names) {
      const { SecretString = '' } = await aws.secrets.send(new GetSecretValueCommand({ SecretId: name }));
      const written = `${ran.output}${JSON.stringify(ran.result)}`;
      const parts = secretPartsOf(JSON.parse(SecretString));
      expect(parts).not.toEqual([]);
      for (const part of parts) expect(written).not.toContain(part);
    }
  });
});

describeRotation(() => ran.output, 'prod');

describe('the deployment of production', () => {
  const stacks = [
    'strongroom-prod-foundation',
    'strongroom-prod-global-events',
    ...environment.workloads.map(({ name }) => `strongroom-prod-${name}`),
  ];

  it('changes nothing the second time, and has no difference left', () => {
    expect(ran.result.secondDeployment.changedStacks).toEqual([]);
    expect(ran.result.diff.exitCode).toBe(0);
  });

  it('cannot be destroyed', () => {
    expect(ran.result.removal).toEqual({ refused: stacks, destroyed: [], retained: [] });
  });

  it('has the outputs that people need', () => {
    const needed = ['FilesBucketName', 'DataKeyArn', 'SecretPrefix', 'UnfilledSecrets'];
    expect(Object.keys(ran.result.outputs[stackName] ?? {})).toEqual(expect.arrayContaining(needed));
    const common = ['TrailBucketName', 'AccessLogBucketName', 'AlertTopicArn', 'AuditKeyArn'];
    expect(Object.keys(ran.result.outputs['strongroom-prod-foundation'] ?? {})).toEqual(expect.arrayContaining(common));
  });

  it('tells what was left out and what is not proven', () => {
    const left = ran.result.differences.filter(({ instead }) => instead === 'left out').map(({ what }) => what);
    expect(left).toEqual(expect.arrayContaining(['AWS::CloudTrail::Trail', 'AWS::GuardDuty::Detector']));
    for (const sentence of profile.notProven) expect(ran.output).toContain(sentence);
  });
});

describe('an emulator that was kept', () => {
  it('answers to the variables that were printed', async () => {
    const { Account } = await aws.sts.send(new GetCallerIdentityCommand({}));
    expect(Account).toBe(profile.account);
  });

  it('listens on 127.0.0.1 only', () => {
    expect(exported('AWS_ENDPOINT_URL')).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  });
});

describe('the profile of the emulator', () => {
  it.each(profile.unsupportedTypes.map(({ type }) => type))(
    'leaves out %s because its CloudFormation still refuses it',
    async (type) => {
      await expect(changeSetOf(aws, type)).rejects.toThrow('Unrecognized resource types');
    },
  );

  it('would notice a type that is supported', async () => {
    await expect(changeSetOf(aws, 'AWS::SNS::Topic')).resolves.toBeUndefined();
  });

  it.each(profile.ignoredProperties.map(({ type, property }) => `${type}.${property}`))(
    'counts %s as ignored because its CloudFormation still drops it',
    async (name) => {
      await expect(ignoredProperty(aws, name)).resolves.toBe('ignored');
    },
  );

  it('would notice a property that is applied', async () => {
    await expect(ignoredProperty(aws, 'AWS::S3::Bucket.VersioningConfiguration')).resolves.toBe('applied');
  });
});
