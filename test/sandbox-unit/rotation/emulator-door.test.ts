import { asAwsTells } from '../../../tools/sandbox/rotation/emulator-door';

const headers = { date: 'Sat, 21 Nov 2026 12:00:00 GMT', 'content-type': 'application/json' };

function told(value: object, age = 0) {
  const answer = { status: 200, headers, body: Buffer.from(JSON.stringify({ Name: 'key', ...value })) };
  const { status, headers: sent, body } = asAwsTells(answer, (name) => (name === 'key' ? age : 0));
  return { status, headers: sent, body: JSON.parse(body.toString()) as Readonly<Record<string, unknown>> };
}

describe('an answer to GetSecretValue', () => {
  it('of a version without a value is that it is not found', () => {
    const { status, body } = told({ CreatedDate: 1000, VersionStages: ['AWSPENDING'] });
    expect(status).toBe(400);
    expect(body).toMatchObject({ __type: 'ResourceNotFoundException' });
  });

  it('keeps its value, text or bytes', () => {
    expect(told({ CreatedDate: 1000, SecretString: '' })).toMatchObject({ status: 200, body: { SecretString: '' } });
    expect(told({ CreatedDate: 1000, SecretBinary: 'eA==' }).body).toMatchObject({ SecretBinary: 'eA==' });
  });

  it('tells of an older value when the sandbox says that it is older', () => {
    expect(told({ CreatedDate: 1000, SecretString: 'value' }, 60_000).body).toMatchObject({ CreatedDate: 940 });
  });

  it('keeps the time that the emulator tells', () => {
    expect(told({ CreatedDate: 1000, SecretString: 'value' }).headers).toMatchObject({ date: headers.date });
  });
});
