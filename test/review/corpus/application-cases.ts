import type { ConfigurationInput } from '../../../lib/config/parameters';
import { loadConfiguration } from '../../../lib/config/load-configuration';
import { configuration } from '../../../lib/config/environments';
import { writtenConfiguration } from '../../../lib/config/written-configuration';
import { synthesizedEnvironment, today } from '../../support/templates';
import type { Kind, ReviewCase } from './review-case';

/** Changes of a configuration as a team would make them, in this application and in its examples. */

type EnvironmentInput = ConfigurationInput['environments'][number];
type WorkloadInput = EnvironmentInput['workloads'][number];
type ConsumerInput = NonNullable<WorkloadInput['consumers']>[number];

function only(written: ConfigurationInput, name: string): EnvironmentInput {
  const environment = written.environments.find((one) => one.name === name);
  if (environment === undefined) throw new Error(`there is no environment ${name}`);
  return environment;
}

const loaded = new Map<string, ReturnType<typeof synthesizedEnvironment>[]>();

function synthesizedFrom(environments: readonly EnvironmentInput[]) {
  const key = JSON.stringify(environments);
  const known = loaded.get(key);
  if (known !== undefined) return known;
  const checked = loadConfiguration({ environments }, { file: 'environments.ts', today }).environments;
  const made = checked.map(synthesizedEnvironment);
  loaded.set(key, made);
  return made;
}

type Edit = (environment: EnvironmentInput, workload: WorkloadInput) => void;

function edited(written: ConfigurationInput, name: string, edit: Edit): EnvironmentInput {
  const copy = structuredClone(only(written, name));
  const [workload] = copy.workloads;
  if (workload === undefined) throw new Error(`${name} has no workload`);
  edit(copy, workload);
  return copy;
}

const untouched: Edit = () => undefined;

function change(name: string, needs: readonly Kind[], edit: Edit, before: Edit = untouched): ReviewCase {
  return {
    name: `production: ${name}`,
    needs,
    sides: () => ({
      base: synthesizedFrom([edited(configuration, 'prod', before)]),
      head: synthesizedFrom([edited(configuration, 'prod', edit)]),
    }),
  };
}

function example(
  application: string,
  environment: string,
  name: string,
  needs: readonly Kind[],
  edit: Edit,
): ReviewCase {
  return {
    name: `${application}: ${name}`,
    needs,
    sides: () => {
      const written = writtenConfiguration(application).configuration as ConfigurationInput;
      return {
        base: synthesizedFrom([edited(written, environment, untouched)]),
        head: synthesizedFrom([edited(written, environment, edit)]),
      };
    },
  };
}

function consumer(workload: WorkloadInput, name: string): ConsumerInput {
  const found = workload.consumers?.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${workload.name} has no consumer ${name}`);
  return found;
}

function accessOf(workload: WorkloadInput, name: string) {
  const { access } = consumer(workload, name);
  if (access === undefined) throw new Error(`${name} has no access`);
  return access;
}

function without<Item extends { readonly name: string }>(items: readonly Item[] | undefined, name: string): Item[] {
  return (items ?? []).filter((one) => one.name !== name);
}

function createdTrail({ audit }: EnvironmentInput) {
  const { trail } = audit;
  if (trail.mode !== 'create') throw new Error('the environment has no trail of its own');
  return trail;
}

/** Files of production without a lock, as the configuration allows for a time. */
const unlocked =
  (until: string): Edit =>
  (environment, workload) => {
    if (workload.files !== undefined) delete workload.files.objectLock;
    const reason = 'Files of the move are deleted again within days.';
    environment.deviations = [{ rule: 'object-lock', workload: workload.name, reason, until }];
  };

const dev = () => only(configuration, 'dev');
const staging = () => only(configuration, 'staging');
const prod = () => only(configuration, 'prod');

export const applicationCases: readonly ReviewCase[] = [
  change('nothing', [], untouched),
  change('another order of consumers and secrets', [], (_environment, workload) => {
    workload.consumers?.reverse();
    workload.secrets?.reverse();
  }),
  change('another owner', [], (environment) => {
    environment.owner = 'another-team';
  }),
  change('a consumer may delete more', ['access'], (_environment, workload) => {
    accessOf(workload, 'web').files = [
      { prefix: 'documents/', verbs: ['list', 'read', 'write', 'delete'] },
      { prefix: 'invoices/', verbs: ['list', 'read', 'write', 'delete'] },
      { prefix: 'scans/', verbs: ['list', 'read'] },
    ];
  }),
  change('a consumer may write less', [], (_environment, workload) => {
    accessOf(workload, 'web').files = [
      { prefix: 'documents/', verbs: ['list', 'read', 'write', 'delete'] },
      { prefix: 'invoices/', verbs: ['list', 'read'] },
      { prefix: 'scans/', verbs: ['list', 'read'] },
    ];
  }),
  change('a consumer may read fewer secrets', [], (_environment, workload) => {
    accessOf(workload, 'web').secrets = ['database'];
  }),
  change('a partner more', ['access', 'guard'], (_environment, workload) => {
    const accounting = consumer(workload, 'accounting');
    if (accounting.kind === 'cross-account-role') {
      accounting.trustedPrincipalArns = [...accounting.trustedPrincipalArns, 'arn:aws:iam::555566667777:role/auditor'];
    }
  }),
  change('a wider range of addresses', ['access', 'guard'], (_environment, workload) => {
    const scanner = consumer(workload, 'scanner');
    if (scanner.kind === 'iam-user') scanner.sourceAddresses = ['198.51.0.0/16'];
  }),
  change('a narrower range of addresses', [], (_environment, workload) => {
    const scanner = consumer(workload, 'scanner');
    if (scanner.kind === 'iam-user') scanner.sourceAddresses = ['198.51.100.0/28'];
  }),
  change('a consumer more', ['access'], (_environment, workload) => {
    workload.consumers?.push({
      kind: 'lambda-role',
      name: 'indexer',
      access: { files: [{ prefix: 'documents/', verbs: ['read'] }] },
    });
  }),
  change('records of the trail kept shorter', ['guard'], (environment) => {
    createdTrail(environment).retentionDays = 400;
  }),
  change('records of the trail kept longer', [], (environment) => {
    createdTrail(environment).retentionDays = 1000;
  }),
  change('files locked longer', [], (_environment, workload) => {
    if (workload.files !== undefined) workload.files.objectLock = { mode: 'GOVERNANCE', days: 120 };
  }),
  change('files locked shorter', ['guard'], (_environment, workload) => {
    if (workload.files !== undefined) workload.files.objectLock = { mode: 'GOVERNANCE', days: 30 };
  }),
  change('no lock for longer, by a deviation', ['guard'], unlocked('2027-03-31'), unlocked('2026-12-31')),
  change('no lock for less long, by a deviation', [], unlocked('2026-11-30'), unlocked('2026-12-31')),
  change('a key that rotates earlier', [], (_environment, workload) => {
    const key = workload.secrets?.find(({ name }) => name === 'session-keys');
    if (key?.kind === 'jwt-key-set') key.rotation = { everyDays: 30 };
  }),
  change('a key that rotates later', ['guard'], (_environment, workload) => {
    const key = workload.secrets?.find(({ name }) => name === 'session-keys');
    if (key?.kind === 'jwt-key-set') key.rotation = { everyDays: 90 };
  }),
  change('a recipient less', ['guard'], (environment) => {
    environment.alertRecipients = ['portal-team@example.com'];
  }),
  change('a recipient more', [], (environment) => {
    environment.alertRecipients = [...environment.alertRecipients, 'night@example.com'];
  }),
  change('no GuardDuty of its own', ['guard'], (environment) => {
    environment.audit.guardDuty = 'existing';
  }),
  change('other settings', [], (_environment, workload) => {
    workload.settings = { ...workload.settings, 'upload-limit-megabytes': 100 };
  }),
  change('links that work longer', ['access', 'guard'], (_environment, workload) => {
    if (workload.files !== undefined) workload.files.presignedUrlMinutes = 60;
  }),
  change('links that work shorter', [], (_environment, workload) => {
    if (workload.files !== undefined) workload.files.presignedUrlMinutes = 5;
  }),
  change('files that go after a while', ['guard'], (_environment, workload) => {
    workload.files?.lifecycle?.push({ prefix: 'invoices/', expireAfterDays: 400 });
  }),
  change('the person who breaks glass is another one', ['guard'], (environment) => {
    environment.breakGlassRoleArn = 'arn:aws:iam::333344445555:role/everyday';
  }),
  change('an operator of secrets more', ['access', 'guard'], (environment) => {
    environment.secretOperatorArns = [
      ...(environment.secretOperatorArns ?? []),
      'arn:aws:iam::333344445555:role/second',
    ];
  }),
  change('a second workload', ['new stacks'], (environment, workload) => {
    environment.workloads.push({
      ...structuredClone(workload),
      name: 'mail-room',
      consumers: workload.consumers?.filter(({ kind }) => kind === 'ecs-role') ?? [],
      secrets: without(workload.secrets, 'scanner-key'),
    });
  }),
  {
    name: 'an environment more',
    needs: ['new environment'],
    sides: () => ({ base: synthesizedFrom([prod()]), head: synthesizedFrom([staging(), prod()]) }),
  },
  {
    name: 'an environment less',
    needs: ['data'],
    sides: () => ({ base: synthesizedFrom([staging(), prod()]), head: synthesizedFrom([prod()]) }),
  },
  {
    name: 'an environment in another account',
    needs: ['data', 'new environment'],
    sides: () => {
      const elsewhere = edited(configuration, 'dev', (environment) => {
        environment.account = '666677778888';
        environment.secretOperatorArns = ['arn:aws:iam::666677778888:role/secret-operator'];
      });
      return { base: synthesizedFrom([dev()]), head: synthesizedFrom([elsewhere]) };
    },
  },
  example(
    'auth-service-secrets',
    'production',
    'a secret of more applications',
    ['access'],
    (_environment, workload) => {
      workload.secrets?.push({ kind: 'api-key', name: 'search-provider', owner: 'identity-team', maximumAgeDays: 90 });
    },
  ),
  example('auth-service-secrets', 'production', 'a secret less', ['data', 'guard'], (_environment, workload) => {
    workload.secrets = without(workload.secrets, 'mail-provider');
  }),
  example('auth-service-secrets', 'development', 'a key that rotates later', ['guard'], (_environment, workload) => {
    const key = workload.secrets?.find(({ name }) => name === 'jwt');
    if (key?.kind === 'jwt-secret-key') key.rotation = { everyDays: 140 };
  }),
];
