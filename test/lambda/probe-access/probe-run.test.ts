import type { Health } from '../../../lambda/probe-access/health';
import { ProbeRun } from '../../../lambda/probe-access/probe-run';
import { CallFailed } from '../../../lambda/rotation/errors';

const trial = { call: 'describe-secret', secretName: 'portal/prod/database', mayBeDenied: false } as const;
const keys = [
  { name: 'scanner-key', user: 'portal-prod-scanner', trial },
  { name: 'printer-key', user: 'portal-prod-printer', trial },
];

let failed: jest.Mock;
let log: { info: jest.Mock; warn: jest.Mock; error: jest.Mock };

beforeEach(() => {
  failed = jest.fn();
  log = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
});

function run(
  status: Health['status'],
  valueOf = (_secret: string): Promise<string | undefined> => Promise.resolve(''),
) {
  const probe = (_key: unknown, secret: string) =>
    Promise.resolve({ status, secret, region: 'eu-central-1', hasKeyId: true, hasSecret: true });
  return new ProbeRun('portal/prod/', keys, { valueOf, probe, failed, log }).run();
}

it('tells of each key by its full name that its access works', async () => {
  await run('connected');
  expect(failed.mock.calls).toEqual([
    ['portal/prod/scanner-key', false],
    ['portal/prod/printer-key', false],
  ]);
  expect(log.info).toHaveBeenCalledWith('connected', expect.objectContaining({ secret: 'portal/prod/scanner-key' }));
});

it.each(['not_configured', 'connection_failed'] as const)('tells a failure: %s', async (status) => {
  await run(status);
  expect(failed).toHaveBeenCalledWith('portal/prod/scanner-key', true);
  expect(log.error).toHaveBeenCalledWith(status, expect.objectContaining({ hasKeyId: true, hasSecret: true }));
});

it('tries the other keys although the first secret cannot be read', async () => {
  await run('connected', (secret) =>
    secret.endsWith('scanner-key')
      ? Promise.reject(new CallFailed('secretsmanager:GetSecretValue', 'denied', 'AccessDeniedException'))
      : Promise.resolve(''),
  );
  expect(failed.mock.calls).toEqual([
    ['portal/prod/scanner-key', true],
    ['portal/prod/printer-key', false],
  ]);
  expect(log.error.mock.calls).toEqual([
    [
      'connection_failed',
      {
        secret: 'portal/prod/scanner-key',
        ...{ hasKeyId: false, hasSecret: false },
        reason: 'The secret could not be read (secretsmanager:GetSecretValue: AccessDeniedException)',
      },
    ],
  ]);
});

it('hides no mistake of its own behind a failed connection', async () => {
  await expect(run('connected', () => Promise.reject(new TypeError('a mistake')))).rejects.toThrow('a mistake');
  expect(failed).not.toHaveBeenCalled();
});
