import { IAMClient, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { watched } from '../../../../lambda/rotation/aws/client-settings';
import { ServerClock } from '../../../../lambda/rotation/aws/server-clock';
import { LocalAws, queryRefusal } from './local-aws';

const header = 'Sat, 21 Nov 2026 12:00:00 GMT';
const at = Date.parse(header);

function clocks() {
  const time = { local: 5000, monotonic: 100 };
  const clock = new ServerClock({ local: () => time.local, monotonic: () => time.monotonic });
  return { time, clock };
}

it('tells the time of AWS, whatever the machine says', () => {
  const { clock } = clocks();
  clock.observe(header);
  expect(clock.now().getTime()).toBe(at);
});

it('goes on by the monotonic clock between answers', () => {
  const { clock, time } = clocks();
  clock.observe(header);
  time.monotonic += 700;
  time.local -= 99_999;
  expect(clock.now().getTime()).toBe(at + 700);
});

it('does not go back within the second that a header leaves open', () => {
  const { clock, time } = clocks();
  clock.observe(header);
  time.monotonic += 700;
  clock.observe(header);
  expect(clock.now().getTime()).toBe(at + 700);
});

it('follows AWS when it is off', () => {
  const { clock, time } = clocks();
  clock.observe(header);
  time.monotonic += 60_000;
  clock.observe(header);
  expect(clock.now().getTime()).toBe(at);
});

it('tells the time of the machine before the first answer of an invocation', () => {
  const { clock } = clocks();
  clock.observe(header);
  clock.begin();
  expect(clock.now().getTime()).toBe(5000);
});

it.each([undefined, 'yesterday'])('ignores a header that is no time: %s', (unreadable) => {
  const { clock } = clocks();
  clock.observe(unreadable);
  expect(clock.now().getTime()).toBe(5000);
});

it('knows from Lambda how much time is left', () => {
  const { clock } = clocks();
  clock.begin({ getRemainingTimeInMillis: () => 4321 });
  expect(clock.remaining()).toBe(4321);
});

it('counts down from the timeout where nobody tells', () => {
  const { clock, time } = clocks();
  clock.begin();
  time.monotonic += 20_000;
  expect(clock.remaining()).toBe(100_000);
});

it('hears the time of refusals too', async () => {
  const aws = new LocalAws();
  await aws.start();
  const { clock } = clocks();
  const client = watched(new IAMClient({ ...aws.settings, maxAttempts: 1 }), clock);
  const denied = queryRefusal('AccessDenied', '', 403);
  aws.willAnswer({ ...denied, headers: { ...denied.headers, date: header } });
  await expect(client.send(new ListAccessKeysCommand({}))).rejects.toThrow();
  await aws.stop();
  expect(clock.now().getTime()).toBe(at);
});
