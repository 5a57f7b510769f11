import type { Trial } from '../../lambda/access-keys/trial';
import { keyTrial } from '../../lib/access/key-trial';
import { accessKeySecrets } from '../../lib/access/looked-after';
import { roomOf as lockedRoomOf } from '../../lib/access/room';
import { loadConfiguration } from '../../lib/config/load-configuration';
import type { ConfigurationInput, Environment, Workload } from '../../lib/config/parameters';
import { baseline, today } from '../support/configurations';
import { ask, type Question } from '../support/questions';
import { arnOf, filesBucketArn, type Room, roomOf, secretArn } from '../support/room';

type WorkloadInput = ConfigurationInput['environments'][number]['workloads'][number];
type Consumer = NonNullable<WorkloadInput['consumers']>[number];

/** Inside the only range from which some of the users may call. */
const inside = '198.51.100.7';
const outside = '203.0.113.7';

/** A user with its key, whose name says what it may do. */
function user(name: string, access: Consumer['access'], sourceAddresses: string[] = []) {
  const reason = 'The station stands outside AWS and knows only access keys.';
  const rotation = { everyDays: 60 };
  return {
    consumer: { kind: 'iam-user' as const, name, reason, access, sourceAddresses },
    secret: { kind: 'access-key' as const, name: `${name}-key`, consumer: name, rotation },
  };
}

function workloadOf(name: string, users: readonly ReturnType<typeof user>[], rest: Partial<WorkloadInput>) {
  return {
    name,
    owner: 'portal-team',
    dataClass: 'internal' as const,
    settings: { colour: 'blue' },
    ...rest,
    secrets: [
      { kind: 'api-key' as const, name: 'first', source: 'generated' as const },
      { kind: 'api-key' as const, name: 'second', source: 'generated' as const },
      ...users.map(({ secret }) => secret),
    ],
    consumers: users.map(({ consumer }) => consumer),
  };
}

const withFiles = workloadOf(
  'portal',
  [
    user('lister', {
      files: [
        { prefix: 'documents/', verbs: ['read'] },
        { prefix: 'scans/', verbs: ['write', 'list'] },
      ],
      secrets: ['second'],
    }),
    user('everything', { files: [{ prefix: '*', verbs: ['list', 'read'] }] }),
    user('bounded', { files: [{ prefix: 'scans/', verbs: ['list'] }] }, ['198.51.100.0/24']),
    user('reader', { files: [{ prefix: 'scans/', verbs: ['read'] }], secrets: ['second', 'first'] }),
    user('curious', { secrets: '*' }),
    user('writer', { files: [{ prefix: 'scans/', verbs: ['write'] }] }),
  ],
  {
    files: { prefixes: ['documents/', 'scans/'], objectLock: { mode: 'GOVERNANCE', days: 90 } },
  },
);

const withoutFiles = workloadOf('notes', [user('tuner', { settings: true })], {});

function declared(): Environment {
  const [first] = baseline().environments;
  const { environments } = loadConfiguration(
    { environments: [{ ...first, workloads: [withFiles, withoutFiles] }] },
    { file: 'test/access/key-trial.test.ts', today },
  );
  const [environment] = environments;
  if (environment === undefined) throw new Error('there is no environment');
  return environment;
}

const environment = declared();

interface Tried {
  readonly workload: Workload;
  readonly consumer: Workload['consumers'][number];
  readonly trial: Trial;
}

function tried(name: string): Tried {
  for (const workload of environment.workloads) {
    const secret = accessKeySecrets(workload).find(({ consumer }) => consumer === name);
    const consumer = workload.consumers.find((candidate) => candidate.name === name);
    if (secret === undefined || consumer === undefined) continue;
    const locked = lockedRoomOf(environment, workload, { keyArn: 'key', boundaryArn: 'boundary' });
    return { workload, consumer, trial: keyTrial(locked, secret) };
  }
  throw new Error(`there is no user ${name}`);
}

/** The one call of a trial, as the policies of the synthesized stacks are asked. */
function call(room: Room, { workload, consumer, trial }: Tried, address: string): Question {
  const caller = arnOf(room, workload, consumer);
  const context = { 'aws:SourceIp': address };
  if (trial.call === 'describe-secret') {
    const name = trial.secretName.split('/').at(-1) ?? '';
    return { caller, action: 'secretsmanager:DescribeSecret', resource: secretArn(room, workload, name), context };
  }
  const resource = filesBucketArn(room, workload);
  expect(resource).toBe(`arn:aws:s3:::${trial.bucket}`);
  return { caller, action: 's3:ListBucket', resource, context: { ...context, 's3:prefix': trial.prefix } };
}

const bucket = 'portal-prod-111122223333-eu-central-1';

describe('the call with which a new key is tried', () => {
  it.each<[string, string, Trial]>([
    ['lists the first prefix that its user may list', 'lister', listing('scans/', false)],
    ['lists the whole vault for who may', 'everything', listing('', false)],
    ['may be refused for who calls from elsewhere than a function', 'bounded', listing('scans/', true)],
    ['looks at the first secret that its user may read', 'reader', looking('portal/prod/second', false)],
    ['looks at its own secret for who may read all', 'curious', looking('portal/prod/curious-key', false)],
    ['is bound to be refused for who may do nothing harmless', 'writer', listing('', true)],
    ['is about its own secret where there are no files', 'tuner', looking('notes/prod/tuner-key', true)],
  ])('%s (%s)', (_what, name, expected) => {
    expect(tried(name).trial).toEqual(expected);
  });

  it.each(['lister', 'everything', 'reader', 'curious'])('is allowed by the policies of its user: %s', async (name) => {
    const room = roomOf(environment);
    expect(await ask(room.assembly, call(room, tried(name), outside))).toBe('Allowed');
  });

  it('is allowed from within the addresses of its user, and refused elsewhere', async () => {
    const room = roomOf(environment);
    const { trial, ...rest } = tried('bounded');
    expect(trial.mayBeDenied).toBe(true);
    expect(await ask(room.assembly, call(room, { ...rest, trial }, inside))).toBe('Allowed');
    expect(await ask(room.assembly, call(room, { ...rest, trial }, outside))).toBe('ExplicitlyDenied');
  });

  it.each(['writer', 'tuner'])('may be refused only where it is: %s', async (name) => {
    const room = roomOf(environment);
    expect(await ask(room.assembly, call(room, tried(name), outside))).not.toBe('Allowed');
  });
});

function listing(prefix: string, mayBeDenied: boolean): Trial {
  return { call: 'list-objects', bucket, prefix, mayBeDenied };
}

function looking(secretName: string, mayBeDenied: boolean): Trial {
  return { call: 'describe-secret', secretName, mayBeDenied };
}
