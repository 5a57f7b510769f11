import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SecretVersions } from '../../../../lambda/reconcile-secrets/aws/filled-value';
import { EmbeddedMetrics } from '../../../../lambda/reconcile-secrets/aws/metrics';
import { EventBusNotices } from '../../../../lambda/reconcile-secrets/aws/notices';
import type { Notice } from '../../../../lambda/reconcile-secrets/ports';
import { Redactor } from '../../../../lambda/rotation/redact';
import { LocalAws } from '../../rotation/aws/local-aws';

const aws = new LocalAws();
const redactor = new Redactor();
const secret = 'clinic/staging/upload-key';
const notice: Notice = { kind: 'foreign-key', secret, found: 'a key nobody knows', advice: 'look', keyId: 'AKIA1' };

beforeAll(() => aws.start());
afterAll(() => aws.stop());

function notices() {
  return new EventBusNotices(new EventBridgeClient({ ...aws.settings, maxAttempts: 1 }), redactor);
}

function sentDetail(): unknown {
  const { Entries: entries } = aws.parameters() as { Entries: readonly { readonly Detail: string }[] };
  return JSON.parse(entries[0]?.Detail ?? '');
}

describe('notices', () => {
  it('puts them where the rule of the environment finds them', async () => {
    aws.willAnswer({ body: '{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}' });
    await notices().send(notice);
    expect(aws.parameters()).toMatchObject({ Entries: [{ Source: 'strongroom', DetailType: 'Strongroom notice' }] });
    expect(sentDetail()).toEqual(notice);
  });

  it('fails when the bus refuses the entry in an answer of success', async () => {
    aws.willAnswer({ body: '{"FailedEntryCount":1,"Entries":[{"ErrorCode":"InternalFailure"}]}' });
    await expect(notices().send(notice)).rejects.toMatchObject({ code: 'InternalFailure' });
  });

  it('keeps secrets out of them', async () => {
    aws.willAnswer({ body: '{"FailedEntryCount":0}' });
    redactor.register('canary-of-the-notice');
    await notices().send({ ...notice, found: 'it was canary-of-the-notice' });
    expect(sentDetail()).toMatchObject({ found: 'it was [redacted]' });
  });
});

it('puts nothing into a notice that would end the line in which a rule quotes it', async () => {
  aws.willAnswer({ body: '{"FailedEntryCount":0}' });
  await notices().send({ ...notice, advice: 'give it up (request "discard"),\nor\\wait' });
  expect(sentDetail()).toMatchObject({ advice: "give it up (request 'discard'), or wait" });
});

describe('metrics', () => {
  const now = new Date('2026-11-21T12:00:00Z');

  function written(tell: (metrics: EmbeddedMetrics) => void): unknown {
    const lines: string[] = [];
    tell(new EmbeddedMetrics({ now: () => now }, (line) => lines.push(line)));
    return JSON.parse(lines[0] ?? '');
  }

  it.each([
    ['SecretAgeDays', 12.5, (metrics: EmbeddedMetrics) => metrics.secretAge(secret, 12.5)],
    ['SecretUnfilled', 1, (metrics: EmbeddedMetrics) => metrics.unfilled(secret, true)],
    ['SecretUnfilled', 0, (metrics: EmbeddedMetrics) => metrics.unfilled(secret, false)],
  ])('tells %s %d at the root of the line', (name, value, tell) => {
    expect(written(tell)).toEqual({
      _aws: {
        Timestamp: now.getTime(),
        CloudWatchMetrics: [
          { Namespace: 'Strongroom', Dimensions: [['Secret']], Metrics: [{ Name: name, Unit: 'None' }] },
        ],
      },
      Secret: secret,
      [name]: value,
    });
  });
});

describe('the age of a value', () => {
  function filledAt() {
    return new SecretVersions(new SecretsManagerClient({ ...aws.settings, maxAttempts: 1 }), secret).filledAt();
  }
  const old = { VersionStages: ['AWSPREVIOUS'], CreatedDate: 1 };
  const current = { VersionStages: ['AWSCURRENT'], CreatedDate: 1_700_000_000 };

  it('is that of the current version', async () => {
    aws.willAnswer({ body: JSON.stringify({ Versions: [old, current] }) });
    expect(await filledAt()).toEqual(new Date(1_700_000_000_000));
  });

  it('is found on later pages too', async () => {
    aws.willAnswer(
      { body: JSON.stringify({ Versions: [old], NextToken: 'next' }) },
      { body: JSON.stringify({ Versions: [current] }) },
    );
    expect(await filledAt()).toEqual(new Date(1_700_000_000_000));
  });

  it('is none while nobody has filled it', async () => {
    aws.willAnswer({ body: '{}' });
    expect(await filledAt()).toBeUndefined();
  });
});
