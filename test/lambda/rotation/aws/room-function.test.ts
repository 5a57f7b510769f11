import { RoomFunction } from '../../../../lambda/rotation/aws/room-function';
import { CallFailed, RotationStopped } from '../../../../lambda/rotation/errors';
import { LocalAws } from './local-aws';

const secret = 'clinic/staging/password';
const canary = 'canary-value-of-the-secret';
const variables = {
  ROOM_REGION: 'eu-central-1',
  JOURNAL_TABLE: 'strongroom-staging-journal',
  JOURNAL_DAYS: '400',
  AWS_LAMBDA_FUNCTION_NAME: 'rotate',
};

function room() {
  const lines: string[] = [];
  return { lines, room: new RoomFunction(variables, [], (line) => lines.push(line)) };
}

async function thrownBy(failure: Error) {
  const { room: one, lines } = room();
  one.redactor.register(canary);
  const handler = one.handler(
    () => ({ secret }),
    () => Promise.reject(failure),
  );
  const error = await handler({}, { awsRequestId: 'request' }).catch((thrown: unknown) => thrown as Error);
  return { error: error as Error, line: JSON.parse(lines[0] ?? '{}') as Record<string, unknown>, lines };
}

/** Everything that Lambda could print of an error. */
function everythingIn(error: Error): string {
  return Reflect.ownKeys(error)
    .map((key) => JSON.stringify(Reflect.get(error, key)))
    .join('\n');
}

it('says on every line which secret and which request it is about', async () => {
  const { room: one, lines } = room();
  const handler = one.handler(
    () => ({ secret }),
    (_, { log }) => {
      log.info('done', { token: 't' });
      return Promise.resolve();
    },
  );
  await handler({}, { awsRequestId: 'request' });
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      timestamp: expect.any(String) as string,
      level: 'INFO',
      message: 'done',
      secret,
      requestId: 'request',
      token: 't',
    },
  ]);
});

it('lets no field pass for the level of a line', async () => {
  const { room: one, lines } = room();
  await one.handler(
    () => ({}),
    (_, { log }) => {
      log.error('wrong', { level: 'INFO' });
      return Promise.resolve();
    },
  )({});
  expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ level: 'ERROR' });
});

it('takes secrets out of messages, fields and lists', async () => {
  const { room: one, lines } = room();
  one.redactor.register(canary);
  await one.handler(
    () => ({}),
    (_, { log }) => {
      log.warn(`of ${canary}`, { one: canary, many: [canary] });
      return Promise.resolve();
    },
  )({});
  expect(lines.join('\n')).not.toContain(canary);
  expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ one: '[redacted]', many: ['[redacted]'] });
});

it('keeps name and message of what it throws', async () => {
  const stopped = new RotationStopped('too-soon', secret, 'it was rotated a minute ago', 'Wait');
  const { error } = await thrownBy(stopped);
  expect([error.name, error.message]).toEqual([stopped.name, stopped.message]);
});

it('throws no value in message, stack, cause or property', async () => {
  const cause = Object.assign(new Error(`cause ${canary}`), { $response: { body: canary } });
  const { error } = await thrownBy(Object.assign(new Error(`failed with ${canary}`, { cause }), { body: canary }));
  expect(everythingIn(error)).not.toContain(canary);
  expect(error.message).toBe('failed with [redacted]');
});

it('logs no value of an error and its causes, and each of their messages', async () => {
  const failure = new Error('outer', { cause: new Error(`inner ${canary}`) });
  const { line, lines } = await thrownBy(failure);
  expect(lines.join('\n')).not.toContain(canary);
  expect(line).toMatchObject({ level: 'ERROR', message: 'outer', causes: ['Error: inner [redacted]'] });
});

it('shows nothing of a text that the engine could not read, because it quotes pieces of it', async () => {
  let failure: unknown;
  try {
    JSON.parse('canary-pi');
  } catch (error) {
    failure = error;
  }
  // The engine's own class, which under test is not that of the sources.
  const { error, lines } = await thrownBy(new SyntaxError(String(failure)));
  expect(everythingIn(error) + lines.join('\n')).not.toContain('canary-pi');
});

it('says which call failed, and how', async () => {
  const { line } = await thrownBy(new CallFailed('iam:CreateAccessKey', 'limit-exceeded', 'LimitExceeded'));
  expect(line).toMatchObject({ call: 'iam:CreateAccessKey', refusal: 'limit-exceeded', code: 'LimitExceeded' });
});

it('names the step that stopped and why', async () => {
  const { line } = await thrownBy(new RotationStopped('lease-held', secret, 'found', 'advice'));
  expect(line).toMatchObject({ problem: 'lease-held', error: 'RotationStopped', secret });
});

it.each(['ROOM_REGION', 'JOURNAL_TABLE', 'JOURNAL_DAYS'])('refuses to load without %s', (name) => {
  expect(() => new RoomFunction({ ...variables, [name]: undefined })).toThrow(name);
});

it.each(['0', '1.5', 'a year'])('refuses to load with JOURNAL_DAYS %s', (days) => {
  expect(() => new RoomFunction({ ...variables, JOURNAL_DAYS: days })).toThrow('JOURNAL_DAYS');
});

it('holds the lease under another name in every delivery of the same event', async () => {
  const aws = new LocalAws();
  await aws.start();
  const before = { ...process.env };
  Object.assign(process.env, { AWS_ENDPOINT_URL: aws.endpoint, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' });
  aws.willAnswer({ body: JSON.stringify({ Attributes: { fence: { N: '1' } } }) });
  const handler = room().room.handler(
    () => ({}),
    async (_, { journal }) => {
      await journal(secret).acquire();
    },
  );
  await handler({}, { awsRequestId: 'same' });
  await handler({}, { awsRequestId: 'same' });
  process.env = before;
  await aws.stop();
  const holders = aws.seen.map(({ body }) => /"same\/[0-9a-f-]{36}"/u.exec(body)?.[0]);
  expect(new Set(holders).size).toBe(2);
  expect(holders).not.toContain(undefined);
});
