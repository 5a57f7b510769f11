import { JsonLog, toStandardOutput } from '../../../lambda/rotation/log';
import type { LogFields } from '../../../lambda/rotation/ports';
import { Redactor } from '../../../lambda/rotation/redact';

const clock = { now: () => new Date('2027-03-01T12:00:00Z') };
const head = { timestamp: '2027-03-01T12:00:00.000Z', message: 'a message' };

function given(common: LogFields = {}) {
  const redactor = new Redactor();
  redactor.register('CANARY-secret');
  const lines: string[] = [];
  const log = new JsonLog(redactor, clock, common, (line) => void lines.push(line));
  return { log, lines, said: () => lines.map((line) => JSON.parse(line) as unknown) };
}

test.each(['info', 'warn', 'error'] as const)('a line of level %s is one JSON object', (level) => {
  const { log, said } = given();
  log[level]('a message', { attempts: 3, isNew: true });
  expect(said()).toEqual([{ ...head, level: level.toUpperCase(), attempts: 3, isNew: true }]);
});

test('a line may say nothing but its message', () => {
  const { log, lines } = given();
  log.info('a message');
  expect(lines).toEqual(['{"timestamp":"2027-03-01T12:00:00.000Z","level":"INFO","message":"a message"}']);
});

test('every line says what all of the invocation say, unless it says otherwise', () => {
  const { log, said } = given({ secret: 'portal/prod/queue', step: 'none' });
  log.info('a message', { step: 'createSecret' });
  expect(said()).toEqual([{ ...head, level: 'INFO', secret: 'portal/prod/queue', step: 'createSecret' }]);
});

test('no field passes for time, level or message', () => {
  const { log, said } = given();
  log.warn('a message', { timestamp: 'never', level: 'INFO', message: 'another' });
  expect(said()).toEqual([{ ...head, level: 'WARN' }]);
});

test('a secret is taken out of the message, of every text and of every text in a list', () => {
  const { log, lines, said } = given({ common: 'CANARY-secret' });
  log.error('a CANARY-secret', { one: 'CANARY-secret', many: ['CANARY-secret', 'a name'] });
  expect(lines.join()).not.toContain('CANARY');
  expect(said()).toEqual([
    {
      timestamp: head.timestamp,
      level: 'ERROR',
      message: 'a [redacted]',
      common: '[redacted]',
      one: '[redacted]',
      many: ['[redacted]', 'a name'],
    },
  ]);
});

test('a line ends with a line break', () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    toStandardOutput('{"a":1}');
    expect(write.mock.calls).toEqual([['{"a":1}\n']]);
  } finally {
    write.mockRestore();
  }
});
