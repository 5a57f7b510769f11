import type { KnownAction } from '../actions';
import { groupedBy } from '../grouped';
import type { Statement } from '../template';
import type { RowPrincipal } from './access-row';
import { reachOf } from './guarded';
import { type Actor, denialsOf, throughBoundary } from './identity-ways';
import { meaningOf, mentionedIn, type NamedPrincipal, namedPrincipalsOf, type Naming } from './named-principals';
import type { PlacedStatement } from './placed-statement';
import { common, type ResourceSet, resourcesOf } from './resource-set';
import type { Subject } from './subject';
import { type Guarded, opened, type OpenWay, type Way } from './way';

/** What one statement of a resource's policy allows, whoever it means. */
interface Offer {
  readonly guarded: Guarded;
  readonly placed: PlacedStatement;
  readonly action: KnownAction;
  readonly set: ResourceSet;
}

function offersOf(guarded: Guarded): Offer[] {
  return guarded.statements
    .filter(({ statement }) => statement.Effect === 'Allow')
    .flatMap((placed) =>
      placed.actions.flatMap((action) =>
        reachOf(guarded, action).flatMap((pattern) =>
          resourcesOf(placed.statement, action).flatMap((limit) =>
            common({ pattern, conditions: [] }, limit).map((set) => ({ guarded, placed, action, set })),
          ),
        ),
      ),
    );
}

/** A way of a role or user of the resource's own account that needs no identity policy. */
function waysOfActor(actor: Actor, { guarded, placed, action, set }: Offer): Way[] {
  const { subject } = actor;
  if (subject.account !== guarded.resource.account) return [];
  const meant = meaningOf(placed.statement, subject);
  if (meant === undefined || meant.how === 'account') return [];
  // A boundary limits what is given to a role by its ARN, but not what is given to a user or to everybody.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
  const limited = subject.principal.kind === 'role' && meant.how === 'itself';
  const parts = limited ? throughBoundary(actor, action, set) : [{ set, allowing: [] }];
  return parts.map((part) => ({
    subject,
    action,
    guarded,
    set: part.set,
    allowing: [placed, ...part.allowing],
    meant: [meant.when],
    denying: denialsOf(actor),
  }));
}

function outsider(named: NamedPrincipal): Subject {
  const subject = (kind: RowPrincipal['kind'], id: string, account?: string): Subject => ({
    principal: { kind, id },
    hasBoundary: false,
    ...(account === undefined ? {} : { account }),
  });
  switch (named.kind) {
    case 'anyone':
      return subject('anyone', '*');
    case 'account':
      return subject('account', named.account, named.account);
    case 'arn':
      return subject('foreign', named.arn, named.arn.split(':')[4]);
    case 'service':
      return subject('service', named.service);
    case 'federated':
      return subject('federated', named.provider);
  }
}

/** What else must allow an outsider's access, where nobody here can read it. */
function elsewhere(subject: Subject, how: Naming, { guarded }: Offer): Pick<Way, 'alsoNeeds'> {
  const own = subject.account === guarded.resource.account && how !== 'account';
  return subject.account === undefined || own ? {} : { alsoNeeds: 'identity policy' };
}

function wayOf(subject: Subject, offer: Offer): Way | undefined {
  const { guarded, placed, action, set } = offer;
  const meant = meaningOf(placed.statement, subject);
  if (meant === undefined) return undefined;
  const needed = elsewhere(subject, meant.how, offer);
  return { subject, action, guarded, set, allowing: [placed], meant: [meant.when], denying: [], ...needed };
}

/** The roles and users to which the conditions bind whoever acts; undefined when they leave it open. */
function boundTo({ conditions }: OpenWay): readonly string[] | undefined {
  const parts = 'all' in conditions ? conditions.all : [conditions];
  const binding = parts.find(
    (part) =>
      'operator' in part &&
      /^(string|arn)(equals|like)$/i.test(part.operator) &&
      part.key.toLowerCase() === 'aws:principalarn' &&
      part.values.every((value) => /:iam::\d{12}:(role|user)\//.test(value) && !/[*?$]/.test(value)),
  );
  return binding !== undefined && 'operator' in binding ? binding.values : undefined;
}

/** Those of an account, or of everybody, of whom a policy speaks, and whom the assembly does not make. */
function spokenOf(
  among: Extract<NamedPrincipal, { kind: 'account' | 'anyone' }>,
  { guarded }: Offer,
): NamedPrincipal[] {
  return guarded.statements
    .flatMap(({ statement }) => mentionedIn(statement))
    .filter((named) =>
      among.kind === 'anyone'
        ? named.kind !== 'anyone'
        : named.kind === 'arn' && named.arn.split(':')[4] === among.account,
    );
}

/**
 * The ways of those whom a statement names and the assembly does not make. Of an account or everybody, the rest of the
 * policy may leave only some: then it is they who have the way.
 */
function waysOfNamed(named: NamedPrincipal, offer: Offer, made: Pick<ReadonlySet<string>, 'has'>): Way[] {
  if (named.kind === 'arn' && made.has(named.arn)) return [];
  const subject = outsider(named);
  const way = wayOf(subject, offer);
  const open = way === undefined ? [] : opened(way);
  if (named.kind !== 'account' && named.kind !== 'anyone') return open;
  return open.flatMap((one): Way[] => {
    const bound = boundTo(one);
    if (bound !== undefined) {
      return bound
        .filter((arn) => named.kind === 'anyone' || arn.split(':')[4] === named.account)
        .flatMap((arn) => waysOfNamed({ kind: 'arn', arn }, offer, made));
    }
    const stranger = wayOf({ ...subject, unnamed: true }, offer);
    if (stranger !== undefined && opened(stranger).length > 0) return [one];
    return spokenOf(named, offer).flatMap((spoken) => waysOfNamed(spoken, offer, made));
  });
}

/** Those of the assembly whom a statement can mean as themselves: nearly always the few that it names. */
function meantIn(statement: Statement, actors: ReadonlyMap<string, readonly Actor[]>): readonly Actor[] {
  const named = namedPrincipalsOf(statement);
  if (named.some(({ kind }) => kind === 'anyone')) return [...actors.values()].flat();
  const arns = new Set(named.flatMap((one) => (one.kind === 'arn' ? [one.arn] : [])));
  return [...arns].flatMap((arn) => actors.get(arn) ?? []);
}

/** Every way that needs nothing of the assembly but the policy of a resource. */
export function resourceWays(actors: readonly Actor[], resources: readonly Guarded[]): Way[] {
  const made = groupedBy(actors, ({ subject }) => subject.principal.id);
  return resources
    .flatMap(offersOf)
    .flatMap((offer) => [
      ...meantIn(offer.placed.statement, made).flatMap((actor) => waysOfActor(actor, offer)),
      ...namedPrincipalsOf(offer.placed.statement).flatMap((named) => waysOfNamed(named, offer, made)),
    ]);
}
