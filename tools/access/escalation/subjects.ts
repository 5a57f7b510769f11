import { identityOfResolved } from '../physical-ids';
import type { AccessRow } from '../rows/access-row';
import { comparisonsOf } from '../rows/condition-tree';
import { entriesOf, type Entry, listOf, type PolicyDocument, type Stack } from '../template';
import type { Relation, ThingKind } from './path';

/** Whom or what a path can lead to. */
export interface Subject {
  readonly kind: 'role' | 'user' | ThingKind;
  readonly id: string;
  /** ARN of its boundary. */
  readonly boundary?: string;
  /** ARNs of what stands in a relation to it, where there is anything. */
  readonly related: Readonly<Partial<Record<Relation, readonly string[]>>>;
  /** Services and identity providers that may become it. */
  readonly trusted: readonly string[];
  /** Functions that are known to be others', where its own may be any. */
  readonly otherFunctions: readonly string[];
  /** First keys of its rows in the journal. */
  readonly journalKeys: readonly string[];
}

function text(entry: Entry, property: string): string | undefined {
  return entry.resource.Properties?.[property] as string | undefined;
}

function texts(entry: Entry, property: string): readonly string[] {
  return listOf(entry.resource.Properties?.[property] as string | readonly string[] | undefined);
}

function arnOf(entry: Entry): string {
  const { attributes, ref } = identityOfResolved(entry);
  return attributes.Arn ?? attributes.TopicArn ?? attributes.PolicyArn ?? ref;
}

function refuses(document: PolicyDocument | undefined): boolean {
  return document?.Statement.some(({ Effect }) => Effect === 'Deny') ?? false;
}

/** Policies that belong to an owner: their ARNs where they have one, and whether any refuses something. */
interface Policies {
  readonly arns: readonly string[];
  readonly refuse: boolean;
}

function policiesOf(stacks: readonly Stack[], owner: Entry, list: 'Roles' | 'Users' | 'Groups'): Policies {
  const { ref } = identityOfResolved(owner);
  const managed = entriesOf(stacks, 'AWS::IAM::ManagedPolicy').filter(
    (policy) => texts(owner, 'ManagedPolicyArns').includes(arnOf(policy)) || texts(policy, list).includes(ref),
  );
  const separate = entriesOf(stacks, 'AWS::IAM::Policy').filter((policy) => texts(policy, list).includes(ref));
  const inline = listOf(owner.resource.Properties?.Policies as { readonly PolicyDocument: PolicyDocument }[]);
  const documents = [...managed, ...separate].map(
    ({ resource }) => resource.Properties?.PolicyDocument as PolicyDocument | undefined,
  );
  return {
    // Of what no stack contains, the name is known all the same.
    arns: [...new Set([...texts(owner, 'ManagedPolicyArns'), ...managed.map(arnOf)])],
    refuse: [...documents, ...inline.map(({ PolicyDocument }) => PolicyDocument)].some(refuses),
  };
}

const things: Readonly<Record<string, ThingKind>> = {
  'AWS::DynamoDB::Table': 'table',
  'AWS::KMS::Key': 'key',
  'AWS::Lambda::Function': 'function',
  'AWS::Logs::LogGroup': 'log group',
  'AWS::S3::Bucket': 'bucket',
  'AWS::SNS::Topic': 'topic',
  'AWS::SQS::Queue': 'queue',
  'AWS::SecretsManager::Secret': 'secret',
  'AWS::SSM::Parameter': 'parameter',
};

function here({ stack }: Entry, service: string, resource: string): string {
  return `arn:${stack.partition}:${service}:${stack.region}:${stack.account}:${resource}`;
}

/** The ARN by which policies mean the thing. */
function thingArn(entry: Entry): string {
  if (entry.resource.Type === 'AWS::DynamoDB::Table')
    return here(entry, 'dynamodb', `table/${text(entry, 'TableName') ?? '*'}`);
  if (entry.resource.Type === 'AWS::SSM::Parameter') {
    const name = text(entry, 'Name') ?? identityOfResolved(entry).ref;
    return here(entry, 'ssm', `parameter${name.startsWith('/') ? '' : '/'}${name}`);
  }
  return arnOf(entry);
}

function bare(id: string): Pick<Subject, 'id' | 'related' | 'trusted' | 'otherFunctions' | 'journalKeys'> {
  return { id, related: { itself: [id] }, trusted: [], otherFunctions: [], journalKeys: [] };
}

function thingsOf(stacks: readonly Stack[]): Subject[] {
  return Object.entries(things).flatMap(([type, kind]) =>
    entriesOf(stacks, type).map((entry): Subject => ({ kind, ...bare(thingArn(entry)) })),
  );
}

/** What every account has, of each account and Region that a stack is in. */
function placesOf(stacks: readonly Stack[]): Subject[] {
  const accounts = [...new Set(stacks.map(({ account }) => account))];
  const buses = stacks.map(
    ({ partition, region, account }) => `arn:${partition}:events:${region}:${account}:event-bus/default`,
  );
  return [
    ...accounts.map((account): Subject => ({ kind: 'account', ...bare(account) })),
    ...[...new Set(buses)].map((bus): Subject => ({ kind: 'bus', ...bare(bus) })),
  ];
}

/** What the rows say of roles and users that no template says: whom they trust, and who writes which secret for whom. */
class Rows {
  private readonly trust = new Map<string, Set<string>>();

  constructor(private readonly rows: readonly AccessRow[]) {
    for (const { principal, action, resource } of rows) {
      if (!action.startsWith('sts:AssumeRole') || !['service', 'federated'].includes(principal.kind)) continue;
      this.trust.set(resource, (this.trust.get(resource) ?? new Set()).add(principal.id));
    }
  }

  public trustedBy(role: string): string[] {
    return [...(this.trust.get(role) ?? [])];
  }

  /** A secret that is written by whoever makes the keys of a user holds such a key. */
  public secretsWithKeysOf(user: string): string[] {
    const makers = new Set(
      this.rows
        .filter(({ action, resource }) => action === 'iam:CreateAccessKey' && resource === user)
        .map(({ principal }) => principal.id),
    );
    const written = this.rows.filter(
      ({ principal, action }) => makers.has(principal.id) && action === 'secretsmanager:PutSecretValue',
    );
    return [...new Set(written.map(({ resource }) => resource))];
  }

  public journalKeysOf(role: string): string[] {
    const comparisons = this.rows
      .filter(({ principal, action }) => principal.id === role && action === 'dynamodb:GetItem')
      .flatMap(({ conditions }) => comparisonsOf(conditions));
    const keys = comparisons.filter(({ key, operator }) => key === 'dynamodb:LeadingKeys' && operator !== 'Null');
    return [...new Set(keys.flatMap(({ values }) => values))];
  }

  public tablesOf(role: string): string[] {
    const rows = this.rows.filter(({ principal, action }) => principal.id === role && action === 'dynamodb:GetItem');
    return [...new Set(rows.map(({ resource }) => resource))];
  }
}

interface Code {
  readonly S3Bucket?: string;
  readonly S3Key?: string;
}

function rolesOf(stacks: readonly Stack[], rows: Rows): Subject[] {
  const functions = entriesOf(stacks, 'AWS::Lambda::Function');
  const schedules = entriesOf(stacks, 'AWS::SecretsManager::RotationSchedule');
  return entriesOf(stacks, 'AWS::IAM::Role').map((entry): Subject => {
    const id = arnOf(entry);
    const own = functions.filter((made) => text(made, 'Role') === id);
    const trusted = rows.trustedBy(id);
    const policies = policiesOf(stacks, entry, 'Roles');
    const boundary = text(entry, 'PermissionsBoundary');
    const code = own.flatMap((made) => {
      const { S3Bucket, S3Key } = (made.resource.Properties?.Code ?? {}) as Code;
      return S3Bucket === undefined ? [] : [`arn:${made.stack.partition}:s3:::${S3Bucket}/${S3Key ?? '*'}`];
    });
    const runsElsewhere = own.length === 0 && trusted.some((name) => name.startsWith('lambda.'));
    return {
      kind: 'role',
      id,
      ...(boundary === undefined ? {} : { boundary }),
      related: {
        itself: [id],
        role: [id],
        policy: policies.arns,
        ...(boundary === undefined ? {} : { boundary: [boundary] }),
        ...(policies.refuse ? { 'denied role': [id] } : {}),
        // A role for a function that no template has: it may be any.
        function: runsElsewhere ? ['*'] : own.flatMap((made) => [arnOf(made), `${arnOf(made)}:*`]),
        code,
        'rotated secret': schedules
          .filter((schedule) => own.some((made) => arnOf(made) === text(schedule, 'RotationLambdaARN')))
          .map((schedule) => text(schedule, 'SecretId') ?? ''),
        journal: own.length === 0 ? [] : rows.tablesOf(id),
        provider: trusted.filter((name) => name.startsWith('arn:')),
      },
      trusted,
      otherFunctions: runsElsewhere ? functions.map(arnOf) : [],
      journalKeys: rows.journalKeysOf(id),
    };
  });
}

function usersOf(stacks: readonly Stack[], rows: Rows): Subject[] {
  const groups = new Map(entriesOf(stacks, 'AWS::IAM::Group').map((entry) => [identityOfResolved(entry).ref, entry]));
  return entriesOf(stacks, 'AWS::IAM::User').map((entry): Subject => {
    const id = arnOf(entry);
    const memberships = texts(entry, 'Groups').flatMap((name) => groups.get(name) ?? []);
    const own = policiesOf(stacks, entry, 'Users');
    const shared = memberships.map((group) => ({ arn: arnOf(group), policies: policiesOf(stacks, group, 'Groups') }));
    const boundary = text(entry, 'PermissionsBoundary');
    return {
      kind: 'user',
      id,
      ...(boundary === undefined ? {} : { boundary }),
      related: {
        itself: [id],
        user: [id],
        group: shared.map(({ arn }) => arn),
        policy: [...own.arns, ...shared.flatMap(({ policies }) => policies.arns)],
        ...(boundary === undefined ? {} : { boundary: [boundary] }),
        ...(own.refuse ? { 'denied user': [id] } : {}),
        'denied group': shared.filter(({ policies }) => policies.refuse).map(({ arn }) => arn),
        'key secret': rows.secretsWithKeysOf(id),
      },
      trusted: [],
      otherFunctions: [],
      journalKeys: [],
    };
  });
}

/** Roles that are no stack's, but that somebody of the environment may become. */
function foreignRoles(rows: readonly AccessRow[], known: readonly Subject[]): Subject[] {
  const own = new Set(known.map(({ id }) => id));
  const named = rows
    .filter(({ action, resource }) => action.startsWith('sts:AssumeRole') && !own.has(resource))
    .map(({ resource }) => resource);
  return [...new Set(named)].map((id) => ({
    kind: 'role',
    ...bare(id),
    related: { itself: [id], role: [id] },
  }));
}

/** Everybody and everything that paths could lead to. @param stacks resolved */
export function subjectsOf(stacks: readonly Stack[], rows: readonly AccessRow[]): Subject[] {
  const read = new Rows(rows);
  const principals = [...rolesOf(stacks, read), ...usersOf(stacks, read)];
  return [...principals, ...foreignRoles(rows, principals), ...thingsOf(stacks), ...placesOf(stacks)];
}
