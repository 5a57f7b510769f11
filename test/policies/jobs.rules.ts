import { dataKeyAlias, functionRoleArn } from '../../lib/config/names';
import type { Environment } from '../../lib/config/parameters';
import { type DeliveredEnvironment, isDelivered } from '../../lib/delivery/delivered';
import {
  type BootstrapRole,
  bootstrapRoleArn,
  deployRoleName,
  identityProviderArn,
  readOnlyRoleName,
} from '../../lib/delivery/names';
import { deployedRegions } from '../../lib/delivery/regions';
import { listOf } from '../../tools/access/template';
import type { Question } from '../support/questions';
import { isDeployed, otherAccount, roleArn, type Room } from '../support/room';
import { type Row, type Rule, table } from '../support/rules';
import { statementsOf } from '../support/templates';

/** The roles of the jobs that deploy, and what a person makes beforehand for those whom they deploy. */

interface Job {
  readonly environment: DeliveredEnvironment;
  /** ARN of its role. */
  readonly role: string;
  /** Name of the environment in which it stands at GitHub. */
  readonly at: string;
  readonly takes: readonly BootstrapRole[];
}

function jobsOf({ environment }: Room): Job[] {
  if (!isDelivered(environment)) throw new Error(`${environment.name} has no jobs`);
  const role = (name: string) => functionRoleArn(environment, name);
  const { name } = environment;
  return [
    {
      environment,
      role: role(deployRoleName(environment)),
      at: name,
      takes: ['deploy', 'file-publishing', 'lookup'],
    },
    { environment, role: role(readOnlyRoleName(environment)), at: `${name}-read-only`, takes: ['lookup'] },
  ];
}

const hasJobs = (environment: Environment) => isDelivered(environment);

function eachJob(it: string, rows: (room: Room, job: Job) => readonly Row[]): Rule {
  return table(it, (room) => jobsOf(room).flatMap((job) => rows(room, job)), hasJobs);
}

/** Subjects of the jobs of the repository that stand at an environment of GitHub. */
function subjectsAt({ environment }: Job, at: string): string[] {
  const { owner, ownerId, name, repositoryId, subjects } = environment.delivery.repository;
  return [
    `repo:${owner}@${ownerId}/${name}@${repositoryId}:environment:${at}`,
    ...(subjects === 'immutable' ? [] : [`repo:${owner}/${name}:environment:${at}`]),
  ];
}

const claim = (name: string) => `token.actions.githubusercontent.com:${name}`;

function shows(
  { environment, role }: Job,
  sub: string | undefined,
  { aud = 'sts.amazonaws.com', provider = identityProviderArn(environment) } = {},
): Question {
  return {
    caller: { provider },
    action: 'sts:AssumeRoleWithWebIdentity',
    resource: role,
    context: { [claim('aud')]: aud, [claim('sub')]: sub },
  };
}

const tokens = eachJob('open to their own jobs, by whichever of the declared subjects', (_room, job) =>
  subjectsAt(job, job.at).map((sub) => ({ that: `${job.role} for ${sub}`, call: shows(job, sub), answer: 'Allowed' })),
);

const otherTokens = eachJob('stay closed to every other token', (room, job) => {
  const [sub = ''] = subjectsAt(job, job.at);
  const { name, ownerId, repositoryId } = job.environment.delivery.repository;
  const others = [
    ...jobsOf(room)
      .filter(({ at }) => at !== job.at)
      .flatMap(({ at }) => subjectsAt(job, at)),
    `${sub}-2`,
    sub.replace(`:environment:${job.at}`, ':ref:refs/heads/main'),
    sub.replace(`:environment:${job.at}`, ':pull_request'),
    sub.replace(ownerId, '1'),
    sub.replace(repositoryId, '1'),
    sub.replace(`/${name}@`, '/another@'),
    '*',
    undefined,
  ];
  const elsewhere = { provider: identityProviderArn(job.environment).replace('githubusercontent', 'example') };
  return [
    ...others.map((other) => shows(job, other)),
    ...['another.example.com', '*'].map((aud) => shows(job, sub, { aud })),
    shows(job, sub, elsewhere),
    { ...shows(job, sub), caller: { arn: roleArn(room, 'administrator'), statements: everything } },
  ].map((call) => ({ that: `${job.role}: ${JSON.stringify(call)}`, call, answer: 'refused' as const }));
});

const everything = [{ Effect: 'Allow', Action: '*', Resource: '*' }] as const;

const bootstrap: readonly BootstrapRole[] = ['deploy', 'file-publishing', 'lookup'];

const takesRoles = eachJob('take the bootstrap roles of their own environment, and no other role', (room, job) => {
  const { environment, role: caller } = job;
  const take = (resource: string, answer: Row['answer']): Row => ({
    that: `${caller} takes ${resource}`,
    call: { caller, action: 'sts:AssumeRole', resource },
    answer,
  });
  return [
    ...deployedRegions(environment).flatMap((region) =>
      bootstrap.map((role) =>
        take(bootstrapRoleArn(environment, role, region), job.takes.includes(role) ? 'Allowed' : 'refused'),
      ),
    ),
    take(roleArn(room, 'cdk-hnb659fds-deploy-role'), 'refused'),
    take(bootstrapRoleArn(environment, 'deploy', 'ap-south-1'), 'refused'),
    take(bootstrapRoleArn(environment, 'deploy', environment.region).replace(/-deploy-/, '-cfn-exec-'), 'refused'),
    take(bootstrapRoleArn({ ...environment, account: otherAccount }, 'lookup', environment.region), 'refused'),
  ];
});

const sessions: Rule = {
  it: 'end after an hour, the shortest that IAM knows',
  when: hasJobs,
  check: (room) => {
    const roles = new Set(jobsOf(room).map(({ role }) => role));
    const found = room.assembly.principals.filter(({ arn }) => roles.has(arn));
    expect(found).toHaveLength(roles.size);
    expect(found.map(({ entry }) => entry.resource.Properties?.MaxSessionDuration)).toEqual(found.map(() => 3600));
  },
};

const keysByAlias: Rule = {
  it: 'are bounded to keys of their own account and Region that have the alias of the workload',
  when: hasJobs,
  check: (room) => {
    const { environment } = room;
    const { partition = '' } = room.stacks[0] ?? {};
    const anyKey = `arn:${partition}:kms:${environment.region}:${environment.account}:key/*`;
    const aliases = environment.workloads.map(({ name }) => `alias/${dataKeyAlias(environment, name)}`);
    const boundaries = room.stacks.filter(({ name }) => name.startsWith('StrongroomBoundaries-'));
    const statements = statementsOf(boundaries).filter(({ statement }) =>
      listOf(statement.Action).some((action) => action.startsWith('kms:')),
    );
    expect(statements).not.toHaveLength(0);
    for (const { statement } of statements) {
      expect(statement.Resource).toBe(anyKey);
      const asked = listOf(statement.Condition?.['ForAnyValue:StringEquals']?.['kms:ResourceAliases']);
      expect(asked).toHaveLength(1);
      expect(aliases).toContain(asked[0]);
    }
  },
};

const protection: Rule = {
  it: 'stand in stacks that cannot be deleted by a slip, in every tier',
  when: hasJobs,
  check: ({ stacks }) => {
    const byHand = stacks.filter((stack) => !isDeployed(stack));
    expect(byHand.length).toBeGreaterThan(1);
    expect(byHand.filter(({ terminationProtection }) => !terminationProtection).map(({ name }) => name)).toEqual([]);
  },
};

export const jobRules: readonly Rule[] = [tokens, otherTokens, takesRoles, sessions, keysByAlias, protection];
