import {
  consumerArn,
  functionLogStreamArns,
  probeName,
  reconcilerName,
  rotationFunctionName,
  secretPrefix,
} from '../../lib/config/names';
import type { Environment, Workload } from '../../lib/config/parameters';
import type { Secret } from '../../lib/config/secrets';
import { theOne } from '../support/found';
import { administrator, type Question } from '../support/questions';
import { roleArn, type Room } from '../support/room';
import { type Row, type Rule, table } from '../support/rules';

/** A function with what its questions are about. */
export interface RoomFunction {
  readonly workload: Workload;
  readonly name: string;
  readonly role: string;
  /** Names of the secrets that it works on, and so of its rows in the journal. */
  readonly fullNames: readonly string[];
}

/** The function of one secret. */
export interface Rotator extends RoomFunction {
  readonly secret: Secret;
  /** ARN of the one user, of an access key. */
  readonly user?: string;
}

/** The function that looks after the secrets of a workload. */
export interface Reconciler extends RoomFunction {
  readonly rotating: readonly Secret[];
  /** Those that a person replaces. */
  readonly aging: readonly Secret[];
  readonly accessKeys: readonly AccessKey[];
}

/** A secret that holds a user's access key, with the ARN of the user. */
interface AccessKey {
  readonly secret: Secret;
  readonly user: string;
}

function fullName({ environment }: Room, workload: Workload, secret: Secret): string {
  return `${secretPrefix(environment, workload.name)}${secret.name}`;
}

function accessKeysOf({ environment }: Room, workload: Workload): AccessKey[] {
  return workload.secrets.flatMap((secret) =>
    secret.kind === 'access-key'
      ? [{ secret, user: consumerArn(environment, workload.name, { name: secret.consumer, kind: 'iam-user' }) }]
      : [],
  );
}

const isRotated = (secret: Secret) => 'rotation' in secret;

/** The functions that rotate, one for each secret that is declared to. */
export function rotatorsOf(room: Room): Rotator[] {
  const { environment } = room;
  return environment.workloads.flatMap((workload) =>
    workload.secrets.filter(isRotated).map((secret) => {
      const name = rotationFunctionName(environment, workload.name, secret.name);
      const user = accessKeysOf(room, workload).find((key) => key.secret === secret)?.user;
      return {
        workload,
        secret,
        name,
        role: roleArn(room, name),
        fullNames: [fullName(room, workload, secret)],
        ...(user === undefined ? {} : { user }),
      };
    }),
  );
}

/** The functions that look after secrets, one for each workload that has such. */
export function reconcilersOf(room: Room): Reconciler[] {
  const { environment } = room;
  return environment.workloads.filter(isLookedAfter).map((workload) => {
    const name = reconcilerName(environment, workload.name);
    const rotating = workload.secrets.filter(isRotated);
    const aging = workload.secrets.filter(isFilled);
    return {
      workload,
      name,
      role: roleArn(room, name),
      fullNames: [...rotating, ...aging].map((secret) => fullName(room, workload, secret)),
      rotating,
      aging,
      accessKeys: accessKeysOf(room, workload),
    };
  });
}

/** The function that tries the access keys of a workload. */
export interface Prober extends RoomFunction {
  readonly accessKeys: readonly AccessKey[];
}

/** The functions that try access keys, one for each workload that has such and does not refuse. */
export function probersOf(room: Room): Prober[] {
  const { environment } = room;
  return environment.workloads
    .filter((workload) => workload.accessProbe && accessKeysOf(room, workload).length > 0)
    .map((workload) => {
      const name = probeName(environment, workload.name);
      const accessKeys = accessKeysOf(room, workload);
      const fullNames = accessKeys.map(({ secret }) => fullName(room, workload, secret));
      return { workload, name, role: roleArn(room, name), fullNames, accessKeys };
    });
}

export const probes = ({ workloads }: Environment) =>
  workloads.some(({ accessProbe, secrets }) => accessProbe && secrets.some(({ kind }) => kind === 'access-key'));

/** The functions that keep a journal. */
export function functionsOf(room: Room): RoomFunction[] {
  return [...rotatorsOf(room), ...reconcilersOf(room)];
}

export function everyFunctionOf(room: Room): RoomFunction[] {
  return [...functionsOf(room), ...probersOf(room)];
}

/** Filled by a person, who puts the whole value even where only a field is theirs. */
function isFilled(secret: Secret): boolean {
  if (secret.kind !== 'json') return secret.kind === 'api-key';
  return Object.values(secret.fields).some(({ source }) => source === 'person');
}

const isLookedAfter = ({ secrets }: Workload) => secrets.some((secret) => isRotated(secret) || isFilled(secret));

export const isReconciled = ({ workloads }: Environment) => workloads.some(isLookedAfter);

export const rotates = ({ workloads }: Environment) => workloads.some(({ secrets }) => secrets.some(isRotated));

export const rotatesAccessKeys = ({ workloads }: Environment) =>
  workloads.some(({ secrets }) => secrets.some(({ kind }) => kind === 'access-key'));

/** ARN of some log stream of a function. */
export function logStreamArn({ environment }: Room, { name }: Pick<RoomFunction, 'name'>): string {
  return functionLogStreamArns(environment, name).replace(/\*$/, '2031/01/01/[$LATEST]0123456789abcdef');
}

/** What a function is told. */
export type Variables = Readonly<Record<string, string>>;

export function variablesOf(room: Room, { name }: Pick<RoomFunction, 'name'>): Variables {
  const { properties } = theOne(room, 'AWS::Lambda::Function', 'FunctionName', name);
  return (properties.Environment as { readonly Variables: Variables }).Variables;
}

/** A rule that asks each function of some kind. */
export function ofEach<Asked extends RoomFunction>(
  functions: (room: Room) => readonly Asked[],
  when: Rule['when'],
): (it: string, rows: (room: Room, asked: Asked) => readonly Row[]) => Rule {
  return (it, rows) => table(it, (room) => functions(room).flatMap((asked) => rows(room, asked)), when);
}

export function row({ name }: Pick<RoomFunction, 'name'>, call: Question, answer: Row['answer']): Row {
  const context = call.context === undefined ? '' : ` with ${JSON.stringify(call.context)}`;
  return { that: `${name}: ${call.action} ${call.resource}${context}`, call, answer };
}

/**
 * That a call is refused by the policy of a function alone, without its boundary, and by its boundary alone, with
 * everything attached to its role.
 */
export function refusedByEachLayer(asked: Pick<RoomFunction, 'name' | 'role'>, call: Omit<Question, 'caller'>): Row[] {
  const ownPolicy = { ...call, caller: asked.role, assuming: { ...call.assuming, noBoundary: true } };
  return [row(asked, ownPolicy, 'refused'), ...refusedByBoundary(asked, call)];
}

/** That a call is refused by the boundary of a function alone, which is wider than the policy of any. */
export function refusedByBoundary(asked: Pick<RoomFunction, 'name' | 'role'>, call: Omit<Question, 'caller'>): Row[] {
  return [row(asked, { ...call, caller: administrator(asked.role) }, 'refused')];
}

/** That a secret itself refuses its value to a function, whatever is attached to that, and without boundary. */
export function refusedBySecret(asked: Pick<RoomFunction, 'name' | 'role'>, secretArn: string): Row {
  const caller = administrator(asked.role);
  const call = { action: 'secretsmanager:GetSecretValue', resource: secretArn, assuming: { noBoundary: true } };
  return row(asked, { caller, ...call }, 'ExplicitlyDenied');
}

/** The boundary of the users of a workload, as the template sets it. */
function boundaryOf(room: Room, userArn: string): string {
  const name = userArn.split('/').at(-1) ?? '';
  return String(theOne(room, 'AWS::IAM::User', 'UserName', name).properties.PermissionsBoundary);
}

/** That a function may write a policy of a user while that has its boundary: else it could be given more than anybody. */
export function userPolicyRows(room: Room, asked: Pick<RoomFunction, 'name' | 'role'>, user: string): Row[] {
  const boundary = boundaryOf(room, user);
  const write = (context: Readonly<Record<string, string>>, resource = user) => ({
    action: 'iam:PutUserPolicy',
    resource,
    context,
  });
  const right = { 'iam:PermissionsBoundary': boundary };
  return [
    row(asked, { caller: asked.role, ...write(right) }, 'Allowed'),
    row(asked, { caller: asked.role, ...write(right, `${user}-2`) }, 'refused'),
    ...refusedByEachLayer(asked, write({})),
    ...refusedByEachLayer(asked, write({ 'iam:PermissionsBoundary': `${boundary}2` })),
    ...refusedByBoundary(asked, write(right, user.replace(/:user\/.*/, ':user/elsewhere'))),
  ];
}
