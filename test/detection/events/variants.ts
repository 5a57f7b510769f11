import type { RecordedEvent } from '../../../tools/detection/recordings/events/recorded-event';

interface Event {
  readonly detail: {
    readonly userIdentity?: { readonly sessionContext?: { readonly sessionIssuer?: { readonly arn?: string } } };
    readonly sourceIPAddress?: string;
  };
}

type Variant = (event: unknown) => unknown;

function inDetail(change: Readonly<Record<string, unknown>>): Variant {
  return (event) => ({ ...(event as Event), detail: { ...(event as Event).detail, ...change } });
}

function inEnvelope(change: Readonly<Record<string, unknown>>): Variant {
  return (event) => ({ ...(event as Event), ...change });
}

/** Changes after which an event is none of those that are looked for; the root user rings by anything that it does. */
export const unrelated: readonly (readonly [string, Variant, readonly string[]])[] = [
  ['is of another account', inEnvelope({ account: '999900001111' }), []],
  ['is put onto the bus by somebody', inEnvelope({ source: 'example.trail' }), []],
  ['is of another kind', inEnvelope({ 'detail-type': 'Example' }), ['root-user-used']],
  [
    'is of another service',
    inDetail({ eventSource: 'example.amazonaws.com' }),
    ['root-user-used', 'guardduty-finding'],
  ],
  ['is another call', inDetail({ eventName: 'DescribeExample' }), ['root-user-used', 'guardduty-finding']],
];

/** Whether CloudFormation does it with the role of deployments. */
export function isDeployment({ event }: RecordedEvent): boolean {
  const { userIdentity, sourceIPAddress } = (event as Event).detail;
  const issuer = userIdentity?.sessionContext?.sessionIssuer?.arn ?? '';
  return sourceIPAddress === 'cloudformation.amazonaws.com' && issuer.includes('-cfn-exec-role-');
}

/** The same session, but somebody uses it. */
export const onLaptop = inDetail({ sourceIPAddress: '203.0.113.99' });

/** CloudFormation too, but with the rights of somebody. */
export const withOtherRights = inDetail({
  userIdentity: {
    type: 'AssumedRole',
    arn: 'arn:aws:sts::111122223333:assumed-role/Administrator/mallory',
    accountId: '111122223333',
    sessionContext: { sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/Administrator' } },
    invokedBy: 'cloudformation.amazonaws.com',
  },
});

/** Every recorded event with every change. */
export function withVariants(recorded: readonly RecordedEvent[]): unknown[] {
  return recorded.flatMap((each) => [
    each.event,
    ...unrelated.map(([, variant]) => variant(each.event)),
    ...(isDeployment(each) ? [onLaptop(each.event), withOtherRights(each.event)] : []),
  ]);
}
