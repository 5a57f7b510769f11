import { rmSync } from 'node:fs';

import { leftIn, type Ran, runSandbox, temporaryFolder } from './run-sandbox';

jest.setTimeout(180_000);

const folder = temporaryFolder();
let ran: Ran;

beforeAll(async () => {
  ran = await runSandbox(folder, ['--environment', 'dev']);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('a development environment', () => {
  it('is destroyed at the end, with all its data', () => {
    expect(ran.result.removal).toEqual({
      refused: [],
      destroyed: ['strongroom-dev-foundation', 'strongroom-dev-global-events', 'strongroom-dev-portal'],
      retained: [],
    });
  });

  it('keeps its files unlocked', () => {
    const stored = ran.result.facts.filter(({ fact }) => fact === 'stored');
    expect(stored).toHaveLength(1);
    expect(stored[0]).not.toHaveProperty('lock');
  });
});

describe('a run that succeeds', () => {
  it('leaves no process and no file behind', () => {
    expect(leftIn(folder)).toEqual({ files: [], processes: [] });
  });

  it('tells how long it took, and how much of it the CDK', () => {
    const { totalSeconds, cdkSeconds, steps } = ran.result;
    expect(cdkSeconds).toBeGreaterThan(0);
    expect(cdkSeconds).toBeLessThan(totalSeconds);
    expect(steps.filter(({ worker }) => worker === 'cdk').map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'cdk bootstrap',
        'cdk synth',
        'cdk deploy',
        'cdk deploy again',
        'cdk diff',
        'cdk destroy',
      ]),
    );
  });
});
