import type { Environment } from '../../../lib/config/parameters';
import { recordedEventsOf } from '../../../tools/detection/recordings/events/all-events';
import {
  type Caller,
  cloudFormation,
  cloudFormationOfSomebody,
  deploymentRoleOnLaptop,
  globalRegion,
  home,
  type RecordedEvent,
  user,
} from '../../../tools/detection/recordings/events/recorded-event';
import { inEnvironment } from '../../../tools/sandbox/drill/relocate-recording';
import { type CallsOf, callsThatRing, destructiveCalls, withCall } from '../events/calls';
import { deliveryCalls } from '../events/delivery-calls';
import { isDeployment, unrelated } from '../events/variants';

/** An event on its way to the rules of an environment, and what it must ring there. */
export interface ObservedEvent {
  readonly name: string;
  readonly event: {
    readonly region: string;
    readonly 'detail-type': string;
    readonly detail: Readonly<Record<string, unknown>>;
  };
  /** Ids of detections. */
  readonly rings: readonly string[];
  /** Whether it rings those alone. */
  readonly alone: boolean;
  /** It is about nothing of the environment. */
  readonly ofOthers?: true;
}

type Observation = Omit<ObservedEvent, 'event'> & { readonly event: unknown };

function observedOf({ nearly: _, ...recorded }: RecordedEvent): Observation {
  return { ...recorded, alone: true };
}

function by(caller: Caller, event: unknown): unknown {
  const { detail } = event as { readonly detail: object };
  return { ...(event as object), detail: { ...detail, ...caller } };
}

/** Who is no deployment, each by one thing alone. */
const almostDeployments: readonly (readonly [string, Caller])[] = [
  ['by the role of deployments from a laptop', deploymentRoleOnLaptop],
  ['by CloudFormation with the rights of somebody', cloudFormationOfSomebody],
  [
    'by CloudFormation for a user',
    {
      ...user('alice'),
      userIdentity: { ...user('alice').userIdentity, invokedBy: 'cloudformation.amazonaws.com' },
      sourceIPAddress: 'cloudformation.amazonaws.com',
    },
  ],
];

/** Their rings depend on more of the caller than whether it is a deployment, or the event has none. */
const ofOtherCallers = ['key-used-by-an-unexpected-principal', 'rotation-failed'];

/** Each call that must ring, in the place of the one that is recorded, by whoever may make it. */
const observedCalls = ([id, standsIn, names]: CallsOf): Observation[] =>
  names.flatMap((call) => {
    const event = withCall(standsIn, call);
    const one = { name: `${standsIn}, by ${call}`, event, rings: [id], alone: false };
    if (ofOtherCallers.includes(id)) return [one];
    return [
      one,
      ...almostDeployments.map(([who, caller]) => ({
        ...one,
        ...{ name: `${one.name}, ${who}`, event: by(caller, event) },
      })),
    ];
  });

/** What a deployment does in silence, in each Region, and by somebody who is none. */
function asSomebody(recorded: RecordedEvent): Observation[] {
  const { name, event, rings, nearly } = recorded;
  if (!isDeployment(recorded) || rings.length > 0) return [];
  const deployments = [home, globalRegion].map((region) => ({
    ...{ name: `${name}, from ${region}`, event: by(cloudFormation(region), event), rings: [], alone: true },
  }));
  // The role is named by the policies of keys, so its use of them is expected from wherever it is.
  if (nearly.includes('key-used-by-an-unexpected-principal')) return deployments;
  return [
    ...deployments,
    ...almostDeployments.map(([who, caller]) => ({
      ...{ name: `${name}, ${who}`, event: by(caller, event), rings: nearly, alone: true },
    })),
  ];
}

function changes(recorded: RecordedEvent): Observation[] {
  return [
    ...asSomebody(recorded),
    ...unrelated.map(([what, variant, still]) => ({
      ...observedOf(recorded),
      name: `${recorded.name}, but it ${what}`,
      event: variant(recorded.event),
      rings: recorded.rings.filter((id) => still.includes(id)),
    })),
  ];
}

function inEach(
  observations: (environment: Environment) => readonly Observation[],
): (environment: Environment) => readonly ObservedEvent[] {
  const known = new WeakMap<Environment, readonly ObservedEvent[]>();
  return (environment) => {
    const made =
      known.get(environment) ??
      (inEnvironment(environment, observations(environment)).real as readonly ObservedEvent[]);
    known.set(environment, made);
    return made;
  };
}

/** Every recorded event, as it would be in an environment. */
export const recordingsIn = inEach((environment) => recordedEventsOf(environment).map(observedOf));

/** Every call of the tables. */
export const callsIn = inEach(({ delivery }) =>
  [...callsThatRing, ...destructiveCalls, ...(delivery === undefined ? [] : deliveryCalls)].flatMap(observedCalls),
);

/** Every recorded event with a change after which it is another. */
export const changedIn = inEach((environment) => recordedEventsOf(environment).flatMap(changes));
