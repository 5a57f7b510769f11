import { keyFromAnywhere, keyFromOneNetwork, rotatingEnvironment } from '../support/functions/rotating-environment';
import { RunningRoom } from '../support/functions/running-room';
import { synthesizedRoom } from '../support/functions/synthesized-room';

const synthesized = synthesizedRoom(rotatingEnvironment());

/** Of the network that the configuration allows to the scanner; functions call from elsewhere. */
const allowed = '198.51.100.7';

let room: RunningRoom | undefined;

afterEach(async () => room?.stop());

describe('the trial of a new key', () => {
  it('takes a refusal for a proof where the user may call from its own addresses only', async () => {
    const started = await start();
    expect(await started.secret(keyFromOneNetwork).rotate()).toMatchObject({ isFinished: true });
    expect(listings(started)).toEqual(['denied', 'denied', 'denied']);
    expect(await started.works(await started.value(keyFromOneNetwork))).toBe(true);
  }, 60_000);

  it('makes the same call as the user does, from an address that may', async () => {
    const started = await start(allowed);
    expect(await started.secret(keyFromOneNetwork).rotate()).toMatchObject({ isFinished: true });
    expect(listings(started)).toEqual(['allowed', 'allowed', 'allowed']);
  }, 60_000);

  it('makes it from everywhere for a user who may call from everywhere', async () => {
    const started = await start();
    expect(await started.secret(keyFromAnywhere).rotate()).toMatchObject({ isFinished: true });
    expect(listings(started)).toEqual(['allowed', 'allowed', 'allowed']);
  }, 60_000);

  it('takes no unknown key for one that is refused: it waits until every service knows it', async () => {
    const started = await start(undefined, { s3: 2, sts: 1 });
    expect(await started.secret(keyFromOneNetwork).rotate()).toMatchObject({ isFinished: true });
    expect(listings(started)).toEqual(['key-refused', 'key-refused', 'denied', 'denied', 'denied']);
  }, 60_000);
});

async function start(sourceAddress?: string, acceptanceDelay?: Readonly<Record<string, number>>): Promise<RunningRoom> {
  const started = await RunningRoom.start(synthesized, {
    keepsWarm: true,
    ...(sourceAddress === undefined ? {} : { sourceAddress }),
  });
  room = started;
  await started.renew(undefined, acceptanceDelay);
  for (const name of [keyFromOneNetwork, keyFromAnywhere]) await started.secret(name).schedule();
  started.gate.planFaults([]);
  return started;
}

/** What became of the calls to the second service. */
function listings({ gate }: RunningRoom): string[] {
  return gate.calls.filter(({ name }) => name === 'ListObjectsV2').map(({ decision }) => decision);
}
