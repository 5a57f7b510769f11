import { type Job, jobsOf, type Place, read, stepsOf, type Workflows } from './workflow';

/** What every workflow must keep; each rule gives one sentence for each place where it is broken. */
export interface Rule {
  readonly name: string;
  readonly broken: (workflows: Workflows, scripts: ReadonlySet<string>) => string[];
}

const at = ({ file, id }: Place): string => `${file} ${id}`;

/** What a job may hold beyond reading the code; whatever is not named here is refused. */
const rights: Readonly<Record<string, readonly string[]>> = {
  'comment.yml comment': ['actions: read', 'contents: read', 'pull-requests: write'],
  'deploy.yml preview': ['contents: read', 'deployments: read'],
  'deploy.yml dev': ['contents: read', 'id-token: write'],
  'deploy.yml staging': ['contents: read', 'id-token: write'],
  'deploy.yml prod': ['contents: read', 'id-token: write'],
  'deploy-environment.yml deploy': ['contents: read', 'id-token: write'],
  'nightly.yml drift': ['contents: read', 'id-token: write'],
  'nightly.yml propose-updates': ['contents: write', 'pull-requests: write'],
};

/** Actions that the workflows use; another one is a decision. */
const actions = new Set([
  'actions/checkout',
  'actions/setup-node',
  'actions/upload-artifact',
  'actions/download-artifact',
  'aws-actions/configure-aws-credentials',
]);

const install = 'npm ci';

function permissionsOf({ permissions }: Job): string[] {
  return typeof permissions === 'object' && permissions !== null
    ? Object.entries(permissions).map(([name, right]) => `${name}: ${String(right)}`)
    : [String(permissions)];
}

function takesIdToken({ job }: Place): boolean {
  return permissionsOf(job).includes('id-token: write');
}

function breaks(workflows: Workflows, isBroken: (place: Place) => boolean | string | undefined): string[] {
  return jobsOf(workflows).flatMap((place) => {
    const broken = isBroken(place);
    return broken === false || broken === undefined ? [] : [broken === true ? at(place) : `${at(place)}: ${broken}`];
  });
}

function runsOf(place: Place): string[] {
  return stepsOf(place).flatMap(({ run }) => (run === undefined ? [] : [run]));
}

/** All commands of a job in order, those of its actions by their names. */
function orderOf(place: Place): string[] {
  return stepsOf(place).map(({ run, uses }) => run ?? uses?.split('@')[0] ?? '');
}

function isOfPullRequests({ workflow }: Place): boolean {
  return 'pull_request' in workflow.on;
}

export const rules: readonly Rule[] = [
  {
    name: 'no workflow starts by pull_request_target',
    broken: (workflows) =>
      Object.entries(workflows).flatMap(([file, text]) => ('pull_request_target' in read(text).on ? [file] : [])),
  },
  {
    name: 'every workflow starts without a right',
    broken: (workflows) =>
      Object.entries(workflows).flatMap(([file, text]) => {
        const { permissions } = read(text);
        const isNothing = typeof permissions === 'object' && JSON.stringify(permissions) === '{}';
        return isNothing ? [] : [file];
      }),
  },
  {
    name: 'a job has the rights that it is known to need, and no other',
    broken: (workflows) =>
      breaks(workflows, (place) => {
        const found = permissionsOf(place.job).toSorted().join(', ');
        return found === (rights[at(place)] ?? ['contents: read']).join(', ') ? false : found;
      }),
  },
  {
    name: 'an identity token is taken in an environment alone',
    broken: (workflows) =>
      breaks(workflows, (place) => {
        if (!takesIdToken(place)) return false;
        const called = /^\.\/\.github\/workflows\/([\w-]+\.yml)$/.exec(place.job.uses ?? '')?.[1];
        if (called === undefined) return place.job.environment === undefined;
        const text = workflows[called];
        return text === undefined || Object.values(read(text).jobs).some((job) => job.environment === undefined);
      }),
  },
  {
    name: 'only a job with an identity token asks AWS for credentials',
    broken: (workflows) =>
      breaks(
        workflows,
        (place) => orderOf(place).some((one) => one.startsWith('aws-actions/')) && !takesIdToken(place),
      ),
  },
  {
    name: 'every action is pinned by its commit, with its version beside it',
    broken: (workflows) =>
      Object.entries(workflows).flatMap(([file, text]) =>
        text.split('\n').flatMap((line, index) => {
          const [, used] = /^\s*(?:- )?uses:\s*(.*)$/.exec(line) ?? [];
          if (used === undefined || /^\.\/\.github\/workflows\/[\w-]+\.yml$/.test(used)) return [];
          const [, name] = /^([\w-]+\/[\w-]+)@[\da-f]{40} # v\d+\.\d+\.\d+$/.exec(used) ?? [];
          return name !== undefined && actions.has(name) ? [] : [`${file}:${index + 1} ${used}`];
        }),
      ),
  },
  {
    name: 'one action has one commit everywhere',
    broken: (workflows) => {
      const used = Object.values(workflows).flatMap(
        (text) => text.match(/[\w-]+\/[\w-]+@[\da-f]{40} # v[\d.]+/g) ?? [],
      );
      const names = [...new Set(used)].map((one) => one.split('@')[0] ?? '');
      return names.filter((name, index) => names.indexOf(name) !== index);
    },
  },
  {
    name: 'every command is one script of package.json',
    broken: (workflows, scripts) =>
      jobsOf(workflows).flatMap((place) =>
        runsOf(place).flatMap((run) => {
          const [, name] = /^npm run ([\w-]+)(?: -- [\w^. -]+)?$/.exec(run) ?? [];
          const isScript = run === install || (name !== undefined && scripts.has(name));
          return isScript ? [] : [`${at(place)}: ${run}`];
        }),
      ),
  },
  {
    name: 'no command holds an expression',
    broken: (workflows) => breaks(workflows, (place) => runsOf(place).find((run) => run.includes('${{'))),
  },
  {
    name: 'the checkout leaves no token behind',
    broken: (workflows) =>
      breaks(workflows, (place) =>
        stepsOf(place).some(
          ({ uses, with: words }) =>
            uses?.startsWith('actions/checkout@') === true && words?.['persist-credentials'] !== false,
        ),
      ),
  },
  {
    name: 'every checkout is of the commit of the event',
    broken: (workflows) =>
      breaks(workflows, (place) =>
        stepsOf(place).some(
          ({ uses, with: words }) =>
            uses?.startsWith('actions/checkout@') === true &&
            ['ref', 'repository'].some((name) => name in (words ?? {})),
        ),
      ),
  },
  {
    name: 'every job ends in time',
    broken: (workflows) =>
      // A job that calls a workflow ends with its jobs, and may not say more.
      breaks(workflows, ({ job }) => job.uses === undefined && !(Number(job['timeout-minutes']) <= 90)),
  },
  {
    name: 'no secret is used anywhere',
    broken: (workflows) =>
      Object.entries(workflows).flatMap(([file, text]) =>
        /\$\{\{[^}]*\bsecrets\b|^\s*secrets:/m.test(text) ? [file] : [],
      ),
  },
  {
    name: 'a job of pull requests gets no token but the one that reads, and it reaches no command',
    broken: (workflows) =>
      breaks(
        workflows,
        (place) => isOfPullRequests(place) && /github\.token|GITHUB_TOKEN|ACTIONS_/.test(JSON.stringify(place.job)),
      ),
  },
  {
    name: 'a job of pull requests has no way to AWS',
    broken: (workflows) =>
      breaks(workflows, (place) => {
        const blank = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'];
        return isOfPullRequests(place) && blank.find((name) => place.job.env?.[name] !== '');
      }),
  },
  {
    name: 'a token that may write reaches the last command alone',
    broken: (workflows) =>
      breaks(workflows, (place) => {
        const holders = stepsOf(place).filter((step) => JSON.stringify(step).includes('github.token'));
        const isElsewhere = JSON.stringify([place.job.env, place.workflow.env]).includes('github.token');
        return isElsewhere || holders.some((step) => step !== stepsOf(place).at(-1));
      }),
  },
  {
    name: 'what a pull request made is unpacked nowhere',
    broken: (workflows) =>
      breaks(
        workflows,
        (place) => 'workflow_run' in place.workflow.on && orderOf(place).includes('actions/download-artifact'),
      ),
  },
  {
    name: 'a deployment is never broken off',
    broken: (workflows) =>
      Object.entries(workflows).flatMap(([file, text]) => {
        const { on, concurrency } = read(text);
        const mayDeploy = 'push' in on || 'schedule' in on;
        return mayDeploy && concurrency?.['cancel-in-progress'] !== false ? [file] : [];
      }),
  },
  {
    name: 'only the job that synthesizes makes an assembly, without an identity token',
    broken: (workflows) =>
      breaks(
        workflows,
        (place) => runsOf(place).includes('npm run assembly') && (takesIdToken(place) || place.id !== 'synthesize'),
      ),
  },
  {
    name: 'an assembly is verified before AWS is asked for credentials, and again right before it is deployed',
    broken: (workflows) =>
      breaks(workflows, (place) => {
        const order = orderOf(place);
        const credentials = order.findIndex((one) => one.startsWith('aws-actions/'));
        if (credentials === -1) return false;
        const isFirst = order.slice(0, credentials).includes('npm run verify-assembly');
        const deploy = order.indexOf('npm run deploy');
        return !isFirst || (deploy !== -1 && order[deploy - 1] !== 'npm run verify-assembly');
      }),
  },
  {
    name: 'the digest of an assembly comes from the job that made it, not with the assembly',
    broken: (workflows) =>
      breaks(workflows, (place) => {
        if (!runsOf(place).includes('npm run verify-assembly')) return false;
        const digest = place.job.env?.STRONGROOM_ASSEMBLY_DIGEST;
        const sources = ['${{ inputs.digest }}', '${{ needs.synthesize.outputs.digest }}'];
        if (!sources.includes(String(digest))) return String(digest);
        const callers = jobsOf(workflows).filter(({ job }) => job.uses?.endsWith(`/${place.file}`));
        return callers.some(({ job }) => job.with?.digest !== sources[1]);
      }),
  },
  {
    name: 'a deployment comes after the check for drift, and before the smoke test',
    broken: (workflows) =>
      breaks(workflows, (place) => {
        const order = orderOf(place);
        const deploy = order.indexOf('npm run deploy');
        if (deploy === -1) return false;
        const note = stepsOf(place).at(-1);
        const isNoted = note?.run === 'npm run rollback-note' && note.if === '${{ failure() }}';
        const drift = order.indexOf('npm run drift');
        return drift === -1 || drift > deploy || order.indexOf('npm run smoke') < deploy || !isNoted;
      }),
  },
  {
    name: 'no step of a deployment passes over a failure',
    broken: (workflows) =>
      breaks(workflows, (place) => {
        const text = JSON.stringify(place.job);
        return text.includes('continue-on-error') || (takesIdToken(place) && /always\(\)|!cancelled\(\)/.test(text));
      }),
  },
  {
    name: 'prod comes after staging, and staging after dev',
    broken: (workflows) => {
      const { jobs } = read(workflows['deploy.yml'] ?? 'jobs: {}');
      const isAfter = (id: string, earlier: string) => [jobs[id]?.needs ?? []].flat().includes(earlier);
      const isInPlace = (id: string) => jobs[id]?.with?.environment === id;
      return [
        ...[
          ['dev', 'synthesize'],
          ['staging', 'dev'],
          ['prod', 'staging'],
        ].flatMap(([id = '', earlier = '']) => (isAfter(id, earlier) ? [] : [`${id} does not wait for ${earlier}`])),
        ...['dev', 'staging', 'prod'].filter((id) => !isInPlace(id)),
      ];
    },
  },
  {
    name: 'what runs new dependencies may write nothing',
    broken: (workflows) =>
      breaks(
        workflows,
        (place) =>
          runsOf(place).includes('npm run prepare-updates') && permissionsOf(place.job).join() !== 'contents: read',
      ),
  },
];
