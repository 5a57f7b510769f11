import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

import { EventAlert } from '../../lib/constructs/event-alert';
import { accountEvents } from '../../lib/detection/account-events';
import { workloadEvents } from '../../lib/detection/workload-events';
import { type InputTransformer, transformInput } from '../../tools/detection/input-transformer';
import { deliveredEnvironment } from '../support/delivered';
import { recordedEventsOf } from '../../tools/detection/recordings/events/all-events';

// With a delivery, so with every detection that there is.
const prod = deliveredEnvironment();
const recordedEvents = recordedEventsOf(prod);
const detections = [...accountEvents(prod), ...workloadEvents(prod)];

const stack = new Stack(new App(), 'Alerts', { env: { account: prod.account, region: prod.region } });
for (const detection of detections) {
  new EventAlert(stack, detection.id, {
    place: prod,
    detection,
    topicArn: `arn:aws:sns:eu-central-1:111122223333:strongroom-prod-${detection.urgency}`,
    lostEventsArn: 'arn:aws:sqs:eu-central-1:111122223333:strongroom-prod-lost-alerts',
    runbookUrl: 'https://example.com/runbook.md',
  });
}

interface Rule {
  readonly Properties: {
    readonly Name: string;
    readonly State: string;
    readonly EventPattern: unknown;
    readonly Targets: readonly [
      {
        readonly Arn: string;
        readonly DeadLetterConfig: { readonly Arn: string };
        readonly InputTransformer: InputTransformer;
      },
    ];
  };
}

const rules = Object.values(Template.fromStack(stack).findResources('AWS::Events::Rule')) as Rule[];

function ruleOf(id: string): Rule['Properties'] {
  const rule = rules.find(({ Properties }) => Properties.Name === `strongroom-prod-${id}`);
  if (rule === undefined) throw new Error(`there is no rule of ${id}`);
  return rule.Properties;
}

/** The message as it stands in the inbox: lines without the quotation marks around them. */
function messageOf(id: string, eventName: string): string[] {
  const recorded = recordedEvents.find(({ name, rings }) => name === eventName && rings.includes(id));
  if (recorded === undefined) throw new Error(`no event ${eventName} rings ${id}`);
  const [target] = ruleOf(id).Targets;
  return transformInput(target.InputTransformer, recorded.event)
    .split('\n')
    .map((line) => JSON.parse(line) as string);
}

it('says in the first line who did what, from where and when', () => {
  expect(messageOf('trail-changed', 'an administrator stops the trail')).toEqual([
    '[prod] Trail changed: StopLogging by arn:aws:sts::111122223333:assumed-role/Administrator/mallory (AssumedRole of account 111122223333) from 203.0.113.64 at 2026-06-15T10:02:03Z',
    'Resource: strongroom-prod ',
    'Region: eu-central-1, account 111122223333',
    'Called through the service: ',
    'Error, if it was refused: ',
    'CloudTrail event: 8a1b7d3c-6c5e-4b7a-9d7e-0d6a6c1f2e33',
    'What to do: https://example.com/runbook.md#trail-changed',
  ]);
});

it('says that a call was refused', () => {
  expect(messageOf('trail-changed', 'somebody is refused to delete the trail')).toContain(
    'Error, if it was refused: AccessDenied',
  );
});

it('reads well without the ARN of a principal of another account', () => {
  const [first] = messageOf('role-assumed-by-an-unexpected-principal', 'the partner comes without an external id');
  expect(first).toBe(
    '[prod] Role assumed by an unexpected principal: AssumeRole by  (AWSAccount of account 444455556666) from 198.51.100.7 at 2026-06-15T10:02:03Z',
  );
});

it('names the secret and the reason of a rotation that failed', () => {
  expect(messageOf('rotation-failed', 'a rotation fails').slice(0, 2)).toEqual([
    '[prod] Rotation failed: RotationFailed of arn:aws:secretsmanager:eu-central-1:111122223333:secret:portal/prod/database-a1b2c3 at 2026-06-15T10:02:03Z',
    'Reason: Error when executing lambda arn:aws:lambda:eu-central-1:111122223333:function:strongroom-prod-portal-rotate-queue during createSecret step',
  ]);
});

it('says which stack of who may deploy was changed', () => {
  expect(messageOf('delivery-stack-changed', 'a person changes who may deploy').slice(0, 2)).toEqual([
    '[prod] Delivery stack changed: ExecuteChangeSet by arn:aws:sts::111122223333:assumed-role/Administrator/mallory (AssumedRole of account 111122223333) from 203.0.113.64 at 2026-06-15T10:02:03Z',
    'Resource: StrongroomDelivery-prod',
  ]);
});

it('says which identity provider was made or changed', () => {
  const arn = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
  const [made, changed] = [
    'an administrator makes the identity provider anew',
    'an administrator changes the thumbprints of the identity provider',
  ].map((name) => messageOf('identity-provider-changed', name)[1]);
  expect([made, changed]).toEqual([`Resource:  ${arn}`, `Resource: ${arn} `]);
});

it('says what GuardDuty found, and how bad it is', () => {
  expect(messageOf('guardduty-finding', 'GuardDuty finds something of high severity')[0]).toBe(
    '[prod] GuardDuty finding: UnauthorizedAccess:S3/TorIPCaller, severity 8 of 10, on S3Bucket at 2026-06-15T10:02:03Z',
  );
});

const rung = recordedEvents.flatMap((recorded) => recorded.rings.map((id) => [id, recorded.name] as const));

it.each(rung)('%s makes a message of: %s', (id, eventName) => {
  const lines = messageOf(id, eventName);
  const title = detections.find((detection) => detection.id === id)?.title ?? '';
  expect(lines[0]?.startsWith(`[prod] ${title}: `)).toBe(true);
  expect(lines.at(-1)).toBe(`What to do: https://example.com/runbook.md#${id}`);
});

it('takes nothing into a message that a caller can write freely, the subject of a token among it', () => {
  const paths = detections.flatMap((detection) => Object.values(detection.paths));
  const free =
    /userAgent|[dD]ocument|description|Content|userIdentity\.userName|[sS]ubject|clientID|requestParameters\.url/;
  expect(paths.filter((path) => free.test(path))).toEqual([]);
});

describe('the rules', () => {
  it('are known by their names to the detection that watches over rules', () => {
    for (const { Properties } of rules) expect(Properties.Name).toMatch(/^strongroom-prod-[a-z0-9-]{1,47}$/);
  });

  it('go to the topic of their urgency', () => {
    for (const { id, urgency } of detections) expect(ruleOf(id).Targets[0].Arn).toMatch(new RegExp(`-${urgency}$`));
  });

  it('keep what does not reach the topic', () => {
    const queues = rules.map(({ Properties }) => Properties.Targets[0].DeadLetterConfig.Arn);
    expect(new Set(queues)).toEqual(new Set(['arn:aws:sqs:eu-central-1:111122223333:strongroom-prod-lost-alerts']));
  });

  it('ask for calls that only read where they are about such calls, and nowhere else', () => {
    const all = detections.filter(({ id }) => ruleOf(id).State === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
    expect(all.map(({ id }) => id)).toEqual([
      'key-used-by-an-unexpected-principal',
      'break-glass-role-assumed',
      'bootstrap-role-taken-by-hand',
      'secret-read-by-an-unexpected-principal',
      'role-refused',
      'role-assumed-by-an-unexpected-principal',
    ]);
    expect(new Set(rules.map(({ Properties }) => Properties.State)).size).toBe(2);
  });
});
