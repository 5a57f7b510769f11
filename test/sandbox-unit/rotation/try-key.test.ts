import { NotAsDeclared } from '../../../tools/sandbox/errors';
import { mustBeRefused, mustWork, trySession } from '../../../tools/sandbox/rotation/try-key';
import { broken, denied, identity, no, stsDenied, TwoServices, yes } from './two-services';

const key = { accessKeyId: 'AKIAKEY', secretAccessKey: 'secret' };
const services = new TwoServices();

beforeAll(async () => services.start());
afterAll(async () => services.stop());

describe('a key that must work', () => {
  it('is tried on two services', async () => {
    services.answers = yes;
    await expect(mustWork(key, services.ground())).resolves.toEqual([
      { call: 'sts:GetCallerIdentity', answer: 'works' },
      { call: 's3:ListBucket', answer: 'works' },
    ]);
  });

  it.each(['sts', 's3'] as const)('fails the run when %s alone refuses it', async (service) => {
    services.answers = { ...yes, [service]: no[service] };
    await expect(mustWork(key, services.ground())).rejects.toThrow('must work');
  });

  it("fails the run when it is somebody else's", async () => {
    services.answers = { ...yes, sts: identity('arn:aws:iam::111122223333:user/other') };
    await expect(mustWork(key, services.ground())).rejects.toThrow(NotAsDeclared);
  });

  it('may be denied the second call only where its user may make none', async () => {
    services.answers = { ...yes, s3: denied };
    await expect(mustWork(key, services.ground())).rejects.toThrow('s3:ListBucket denied (AccessDenied)');
    await expect(mustWork(key, services.ground({ mayBeDenied: true }))).resolves.toContainEqual(
      expect.objectContaining({ answer: 'denied' }),
    );
  });
});

it('is never denied to say whose it is', async () => {
  services.answers = { ...yes, sts: stsDenied };
  await expect(mustWork(key, services.ground({ mayBeDenied: true }))).rejects.toThrow('sts:GetCallerIdentity denied');
});

describe('a key that must be refused', () => {
  it('is refused by each service with its own error', async () => {
    services.answers = no;
    await expect(mustBeRefused(key, services.ground())).resolves.toEqual([
      { call: 'sts:GetCallerIdentity', answer: 'refused', error: 'InvalidClientTokenId' },
      { call: 's3:ListBucket', answer: 'refused', error: 'InvalidAccessKeyId' },
    ]);
  });

  it.each(['sts', 's3'] as const)('fails the run when it still works on %s', async (service) => {
    services.answers = { ...no, [service]: yes[service] };
    await expect(mustBeRefused(key, services.ground())).rejects.toThrow('no longer valid and still answers');
  });

  it('fails the run when it is denied something: whoever is denied is known', async () => {
    services.answers = { ...no, s3: denied };
    await expect(mustBeRefused(key, services.ground({ mayBeDenied: true }))).rejects.toThrow(NotAsDeclared);
  });
});

it('takes no broken answer for a refusal', async () => {
  services.answers = { ...no, s3: broken };
  await expect(mustBeRefused(key, services.ground())).rejects.toMatchObject({ name: 'InternalError' });
});

it('tries temporary credentials on the second service alone', async () => {
  services.answers = { ...no, s3: denied };
  await expect(trySession({ ...key, sessionToken: 'token' }, services.ground())).resolves.toMatchObject({
    answer: 'denied',
  });
});
