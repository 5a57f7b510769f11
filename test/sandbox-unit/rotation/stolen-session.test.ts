import { NotAsDeclared } from '../../../tools/sandbox/errors';
import { StolenSession } from '../../../tools/sandbox/rotation/stolen-session';
import { denied, no, TwoServices, userArn, yes } from './two-services';

const key = { accessKeyId: 'AKIAKEY', secretAccessKey: 'secret' };
const services = new TwoServices();
const signIn = jest.fn<undefined, [string, string, Date?]>();

beforeAll(async () => services.start());
afterAll(async () => services.stop());

async function open(): Promise<StolenSession> {
  return StolenSession.open(key, services.ground(), { signIn });
}

describe('a session of a stolen key', () => {
  it('is known to the gate with the time of its issue', async () => {
    services.answers = yes;
    await open();
    expect(signIn).toHaveBeenCalledWith('ASIA1', userArn, expect.any(Date));
  });

  it('has ended when it worked before and is denied now', async () => {
    services.answers = yes;
    const session = await open();
    services.answers = { ...yes, s3: denied };
    await expect(session.ended()).resolves.toMatchObject({ before: { answer: 'works' }, after: { answer: 'denied' } });
  });

  it('fails the run when it still works', async () => {
    services.answers = yes;
    const session = await open();
    await expect(session.ended()).rejects.toThrow(NotAsDeclared);
  });

  it('fails the run when it is refused like a key: what ends sessions denies them', async () => {
    services.answers = yes;
    const session = await open();
    services.answers = no;
    await expect(session.ended()).rejects.toThrow('is not denied: s3:ListBucket refused');
  });

  it('shows nothing when it could never do anything', async () => {
    services.answers = { ...yes, s3: denied };
    const session = await open();
    await expect(session.ended()).resolves.toBeUndefined();
  });
});
