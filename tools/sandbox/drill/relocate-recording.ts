import { bootstrapQualifierOf } from '../../../lib/config/bootstrap-qualifier';
import { everything } from '../../../lib/config/consumers';
import { consumerName, partitionOf, secretPrefix } from '../../../lib/config/names';
import { rotatingSecrets } from '../../../lib/access/looked-after';
import type { Delivery, Environment, Workload } from '../../../lib/config/parameters';
import { watchesAccount } from '../../../lib/detection/account-wide';
import { globalRegionOf } from '../../../lib/detection/global-region';
import {
  account,
  cdkQualifier,
  breakGlassRoleArn as recordedBreakGlass,
  globalRegion,
  home,
  qualifier,
  repository,
} from '../../detection/recordings/events/recorded-event';

/** What stands there in an environment, in the place of a name of the recordings. */
interface Name {
  readonly text: string;
  /** Whether the environment has such a thing; else it is called as one would be. */
  readonly exists: boolean;
}

export type Names = ReadonlyMap<string, Name>;

/** Names that the recordings use for what is of no concern to an environment. */
const foreign = 'elsewhere';

function nameOf(existing: string | undefined, otherwise: string): Name {
  return { text: existing ?? otherwise, exists: existing !== undefined };
}

/** A repository as the subject of a token has it. */
function numbered({ repository: { owner, ownerId, name, repositoryId } }: Delivery): string {
  return `${owner}@${ownerId}/${name}@${repositoryId}`;
}

/** The environment's own names for everybody in the recordings, seen from one of its workloads. */
export function namesIn(environment: Environment, workload: Workload): Names {
  const { consumers, secrets, name } = workload;
  const web = consumers.find(({ kind }) => kind === 'ecs-role');
  const partner = consumers.find((consumer) => consumer.kind === 'cross-account-role');
  const key = secrets.find((secret) => secret.kind === 'access-key');
  const readable = web?.access.secrets ?? [];
  const read = readable === everything ? secrets[0]?.name : readable[0];
  const [rotating] = rotatingSecrets(workload);
  const breakGlass = `arn:${partitionOf(environment)}:iam::${environment.account}:role/break-glass`;
  const consumer = (found: string | undefined, otherwise: string) =>
    nameOf(found && consumerName(environment, name, found), consumerName(environment, name, otherwise));
  const secret = (found: string | undefined, otherwise: string) => {
    const prefix = secretPrefix(environment, name);
    return nameOf(found && `${prefix}${found}`, `${prefix}${otherwise}`);
  };
  const rotation = (found: string | undefined, otherwise: string) =>
    nameOf(found && `rotate-${found}`, `rotate-${otherwise}`);
  const fixed = (text: string): Name => ({ text, exists: true });
  return new Map([
    ['portal-prod-web', consumer(web?.name, 'web')],
    ['portal-prod-partner', consumer(partner?.name, 'partner')],
    ['portal-prod-scanner', consumer(key?.consumer, 'scanner')],
    ['portal/prod/database', secret(read, 'database')],
    ['portal/prod/scanner-key', secret(key?.name, 'scanner-key')],
    ['rotate-queue', rotation(rotating?.name, 'queue')],
    ['rotate-scanner-key', rotation(key?.name, 'scanner-key')],
    [recordedBreakGlass, nameOf(environment.breakGlassRoleArn, breakGlass)],
    ['secret-operator', nameOf(environment.secretOperatorArns[0]?.split('/').at(-1), 'secret-operator')],
    [partnerAccount, nameOf(partner?.trustedPrincipalArns[0]?.split(':')[4], strangerTo(environment))],
    [cdkQualifier, fixed(bootstrapQualifierOf(environment))],
    [qualifier, nameOf(environment.delivery?.qualifier, qualifier)],
    [repository, nameOf(environment.delivery && numbered(environment.delivery), repository)],
    ['arn:aws', fixed(`arn:${partitionOf(environment)}`)],
    [account, fixed(environment.account)],
    [home, fixed(environment.region)],
    [globalRegion, fixed(globalRegionOf(environment))],
    ['portal', fixed(name)],
    ['prod', fixed(environment.name)],
    ['dev', fixed(foreign)],
    ['staging', fixed(foreign)],
  ]);
}

/** Trusted by the partner's role in the recordings. */
const partnerAccount = '444455556666';

/** Whoever is another account in the recordings has to be another one here. */
function strangerTo({ account: own }: Environment): string {
  return own === partnerAccount ? account : partnerAccount;
}

export interface Relocated<Recording> {
  readonly recording: Recording;
  /** Whether the environment has everything that it is about. */
  readonly isReal: boolean;
}

/** A recording as it would be in the environment. */
export function relocated<Recording>(recording: Recording, names: Names): Relocated<Recording> {
  let isReal = true;
  const longestFirst = [...names.keys()].sort((one, other) => other.length - one.length);
  // Whole words only: `prod` is no part of `product`.
  const known = new RegExp(`(?<![A-Za-z0-9])(?:${longestFirst.join('|')})(?![A-Za-z0-9])`, 'g');
  const text = JSON.stringify(recording).replaceAll(known, (found) => {
    const name = names.get(found);
    isReal &&= name?.exists ?? true;
    return name?.text ?? found;
  });
  return { recording: JSON.parse(text) as Recording, isReal };
}

/** Recordings in an environment. */
export interface InEnvironment<Recording> {
  /** Each one that the environment has all names for, in the first workload that has them. */
  readonly real: readonly Recording[];
  /** The same in the other workloads, and then all that are about something that a workload does not have yet. */
  readonly spare: readonly Recording[];
}

/** What is about nothing of the environment rings nothing where another one watches over the account. */
function asMeantIn<Recording>(environment: Environment, recording: Recording): Recording {
  const isOfOthers = typeof recording === 'object' && recording !== null && 'ofOthers' in recording;
  return isOfOthers && !watchesAccount(environment) ? { ...recording, rings: [] } : recording;
}

export function inEnvironment<Recording>(
  environment: Environment,
  recordings: readonly Recording[],
): InEnvironment<Recording> {
  const perWorkload = environment.workloads.map((workload) => namesIn(environment, workload));
  const moved = recordings
    .map((recording) => asMeantIn(environment, recording))
    .map((recording) => perWorkload.map((names) => relocated(recording, names)));
  const existing = moved.map((all) => all.filter(({ isReal }) => isReal));
  const invented = moved.flatMap((all) => all.filter(({ isReal }) => !isReal));
  return {
    real: existing.flatMap(([first]) => (first === undefined ? [] : [first.recording])),
    spare: [...existing.flatMap(([, ...others]) => others), ...invented].map(({ recording }) => recording),
  };
}
