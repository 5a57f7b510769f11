import { edgesOf } from '../../../tools/access/escalation/graph';
import type { EscalationPath, Need, Relation } from '../../../tools/access/escalation/path';
import { escalationPaths } from '../../../tools/access/escalation/paths';
import type { AccessRow, Condition } from '../../../tools/access/rows/access-row';
import type { Resource, Stack } from '../../../tools/access/template';
import { arn, attacker, household, row, stackOf, trust, work } from './scenes';

/** Each path in the smallest account in which it exists, and then in accounts in which it barely does not. */

const account = '111122223333';
const here = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:${account}:${resource}`;
const provider = `arn:aws:iam::${account}:saml-provider/company`;
const secret = here('secretsmanager', 'secret:victim-key-AbCdEf');
const journal = here('dynamodb', 'table/journal');
const maker = { kind: 'role', id: `arn:aws:iam::${account}:role/maker` } as const;

interface Thing {
  readonly resource?: Resource;
  readonly id: string;
}

const made = (Type: string, Properties: Readonly<Record<string, unknown>>): Resource => ({ Type, Properties });

const things: Readonly<Record<string, Thing>> = {
  account: { id: account },
  bus: { id: here('events', 'event-bus/default') },
  bucket: { id: 'arn:aws:s3:::files', resource: made('AWS::S3::Bucket', { BucketName: 'files' }) },
  function: { id: arn.function, resource: work },
  'log group': {
    id: here('logs', 'log-group:trail:*'),
    resource: made('AWS::Logs::LogGroup', { LogGroupName: 'trail' }),
  },
  parameter: { id: here('ssm', 'parameter/setting'), resource: made('AWS::SSM::Parameter', { Name: '/setting' }) },
  queue: { id: here('sqs', 'work'), resource: made('AWS::SQS::Queue', { QueueName: 'work' }) },
  table: { id: journal, resource: made('AWS::DynamoDB::Table', { TableName: 'journal' }) },
  topic: { id: here('sns', 'alerts'), resource: made('AWS::SNS::Topic', { TopicName: 'alerts' }) },
  // Their names are AWS's to give.
  key: { id: ':key/', resource: made('AWS::KMS::Key', {}) },
  secret: { id: ':secret:', resource: made('AWS::SecretsManager::Secret', { Name: 'name' }) },
};

function isOfUser({ needs, who }: EscalationPath): boolean {
  if (who === 'user') return true;
  const relations = needs.map(({ on }) => on);
  return relations.some((on) => ['user', 'denied user', 'group', 'denied group', 'key secret'].includes(on));
}

/** Roles and things that a path can lead to. */
function stacksFor(path: EscalationPath): Stack {
  const [thing] = path.things ?? [];
  const resource = thing === undefined ? undefined : things[thing]?.resource;
  const relations = path.needs.map(({ on }) => on);
  const denies = relations.some((on) => on.startsWith('denied'));
  const people = household({ denies });
  const onUser: Readonly<Record<string, Resource>> = relations.includes('denied user')
    ? {
        User: made('AWS::IAM::User', {
          UserName: 'victim',
          PermissionsBoundary: arn.boundary,
          ManagedPolicyArns: [arn.policy],
        }),
      }
    : {};
  const needsFunction = relations.some((on) => ['function', 'code', 'rotated secret', 'journal'].includes(on));
  return stackOf({
    ...people,
    ...onUser,
    ...(needsFunction ? { Work: work } : {}),
    ...(relations.includes('rotated secret')
      ? {
          Schedule: made('AWS::SecretsManager::RotationSchedule', {
            SecretId: secret,
            RotationLambdaARN: arn.function,
          }),
        }
      : {}),
    ...(resource === undefined ? {} : { Thing: resource }),
  });
}

/** Rows of others that make a path possible. */
function surroundings({ needs, services = [] }: EscalationPath): AccessRow[] {
  const relations = needs.map(({ on }) => on);
  return [
    ...services.map((service) => trust(service)),
    ...(relations.includes('provider') ? [trust(provider)] : []),
    ...(relations.includes('key secret')
      ? [row(maker, 'iam:CreateAccessKey', arn.user), row(maker, 'secretsmanager:PutSecretValue', secret)]
      : []),
    ...(relations.includes('journal')
      ? [
          row({ kind: 'role', id: arn.victim }, 'dynamodb:GetItem', journal, {
            operator: 'ForAllValues:StringEquals',
            key: 'dynamodb:LeadingKeys',
            values: ['victim'],
          }),
        ]
      : []),
  ];
}

const related: Readonly<Partial<Record<Relation, string>>> = {
  boundary: arn.boundary,
  code: 'arn:aws:s3:::assets/work.zip',
  function: arn.function,
  group: arn.group,
  'denied group': arn.group,
  'denied role': arn.victim,
  'denied user': arn.user,
  journal,
  'key secret': secret,
  policy: arn.policy,
  provider,
  role: arn.victim,
  'rotated secret': secret,
  user: arn.user,
};

/** What a need must be allowed on, as narrow as it can be written. */
function placeOf({ on }: Need, path: EscalationPath): string {
  if (on !== 'itself') return related[on] ?? '*';
  const [thing = ''] = path.things ?? [];
  const id = things[thing]?.id ?? '';
  // Names of AWS's making are met by the pattern of their kind.
  return id.startsWith('arn:') ? id : `arn:aws:*:*:*${id}*`;
}

function elsewhere(place: string): string {
  return place.replace(/(?:[\w.-]+(?::\*)?|\*)$/, 'another-one');
}

interface Attempt {
  readonly stacks?: Stack;
  readonly needs?: readonly Need[];
  readonly place?: (place: string) => string;
  readonly conditions?: Condition;
  readonly around?: readonly AccessRow[];
}

function reached(path: EscalationPath, attempt: Attempt = {}): string[] {
  const { stacks = stacksFor(path), needs = path.needs, around = surroundings(path) } = attempt;
  const place = attempt.place ?? ((same: string) => same);
  const own = needs.map((need) =>
    row(attacker, need.anyOf[0] ?? '', place(placeOf(need, path)), attempt.conditions ?? { all: [] }),
  );
  return edgesOf({ rows: [...own, ...around], stacks: [stacks], paths: [path] })
    .filter(({ from }) => from.id === attacker.id)
    .map(({ to }) => to.id);
}

function victimOf(path: EscalationPath): string {
  const [thing] = path.things ?? [];
  if (thing !== undefined) return things[thing]?.id ?? '';
  return isOfUser(path) ? arn.user : arn.victim;
}

function reachesVictim(path: EscalationPath, attempt: Attempt = {}): boolean {
  return reached(path, attempt).some((id) => id.includes(victimOf(path)));
}

const cases = escalationPaths.map((path) => [path.id, path] as const);

describe.each(cases)('%s', (_id, path) => {
  it('leads to whom it is about', () => {
    expect(reachesVictim(path)).toBe(true);
  });

  it('is found by each of its actions', () => {
    for (const [index, { anyOf }] of path.needs.entries()) {
      for (const action of anyOf) {
        const needs = path.needs.with(index, { ...path.needs[index], anyOf: [action] } as Need);
        expect([action, reached(path, { needs }).length > 0]).toEqual([action, true]);
      }
    }
  });

  it('is none when any of what it needs is missing', () => {
    for (const index of path.needs.keys()) expect(reached(path, { needs: path.needs.toSpliced(index, 1) })).toEqual([]);
  });

  it('is none by another action', () => {
    const needs = path.needs.map((need) => ({ ...need, anyOf: ['iam:GetUser'] }));
    expect(reached(path, { needs })).toEqual([]);
  });

  it('is none under a condition that nothing meets', () => {
    const conditions: Condition = {
      operator: 'StringEquals',
      key: 'aws:PrincipalArn',
      values: ['arn:aws:iam::1:role/x'],
    };
    expect(reached(path, { conditions })).toEqual([]);
  });
});

const held = cases.filter(([, { needs }]) => needs.some(({ on }) => on !== 'anything'));

describe.each(held)('%s', (_id, path) => {
  it('is none when it is allowed for another resource', () => {
    expect(reachesVictim(path, { place: elsewhere })).toBe(false);
  });

  it('is none when all but that resource is refused', () => {
    const patterns = [...new Set(path.needs.map((need) => elsewhere(placeOf(need, path))))];
    expect(reachesVictim(path, { place: () => '*', conditions: { resourceLike: patterns } })).toBe(false);
  });
});

const served = cases.filter(([, { services }]) => services !== undefined);

it.each(served)('%s is none for a role that trusts another service', (_id, path) => {
  expect(reached(path, { around: [trust('example.amazonaws.com')] })).toEqual([]);
});

const passing = cases.filter(([, { needs }]) => needs.some(({ passedTo }) => passedTo !== undefined));

it.each(passing)('%s is none when the role may be passed to another service only', (_id, path) => {
  const conditions: Condition = {
    operator: 'StringEquals',
    key: 'iam:PassedToService',
    values: ['example.amazonaws.com'],
  };
  expect(reached(path, { conditions })).toEqual([]);
});

const onPeople = cases.filter(([, path]) => path.gives === 'widens' && path.needs[0]?.on !== 'anything');

describe.each(onPeople)('%s', (_id, path) => {
  const within = (boundary: string): Condition => ({
    operator: 'StringEquals',
    key: 'iam:PermissionsBoundary',
    values: [boundary],
  });

  it('is found for whoever has the boundary that its condition names', () => {
    expect(reached(path, { conditions: within(arn.boundary) })).not.toEqual([]);
  });

  it('is none for whoever has another boundary, or none', () => {
    expect(reached(path, { conditions: within(arn.policy) })).toEqual([]);
    const { template } = stacksFor(path);
    const unbounded = Object.fromEntries(
      Object.entries(template.Resources).map(([id, resource]) => {
        const { PermissionsBoundary: _none, ...Properties } = resource.Properties ?? {};
        return [id, { ...resource, Properties }];
      }),
    );
    expect(reached(path, { stacks: stackOf(unbounded), conditions: within(arn.boundary) })).toEqual([]);
  });
});

it('no denial is taken from whom no policy refuses anything', () => {
  for (const [, path] of cases.filter(([id]) => id.startsWith('take-denial'))) {
    expect(reached(path, { stacks: stackOf(household()) })).toEqual([]);
  }
});

it('there are more than a hundred paths', () => {
  expect(cases.length).toBeGreaterThan(100);
});
