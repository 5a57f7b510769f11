import type { Result } from '../../tools/sandbox/result';
import { keptText, summaryOf } from '../../tools/sandbox/summary';

const result: Result = {
  application: 'file-store',
  environment: 'production',
  tier: 'production',
  region: 'eu-north-1',
  emulator: 'ministack 1.5.33',
  endpoint: 'https://127.0.0.1:1',
  outputs: { 'strongroom-production-files': { FilesBucketName: 'files' } },
  differences: [1, 2].map((number) => ({
    what: 'AWS::S3::Bucket.LifecycleConfiguration',
    stack: 'strongroom-production-files',
    logicalId: `Bucket${String(number)}`,
    instead: 'left out',
    why: 'nothing grows old',
  })),
  facts: [{ fact: 'listed', workload: 'files', consumer: 'server', key: 'files/letter.txt' }],
  secondDeployment: { changedStacks: [] },
  diff: { exitCode: 0 },
  removal: { refused: ['a'], destroyed: ['b'], retained: ['AWS::KMS::Key k'] },
  notProven: ['key policies'],
  steps: [{ name: 'cdk deploy', worker: 'cdk', seconds: 1.5 }],
  totalSeconds: 9.87,
  cdkSeconds: 8.76,
};

describe('summaryOf', () => {
  const lines = summaryOf(result).split('\n');

  it.each([
    'production of file-store (production, eu-north-1) on ministack 1.5.33',
    '  strongroom-production-files.FilesBucketName = files',
    '  server sees files/letter.txt in its list',
    '  a: protected; cdk destroy was refused',
    '  b: destroyed',
    '    AWS::KMS::Key k',
    '  2 × AWS::S3::Bucket.LifecycleConfiguration: left out (nothing grows old)',
    '  key policies',
    '    1.50 s  · cdk deploy',
    '9.9 s in all, 8.8 s of them in commands of the CDK',
  ])('says %s', (line) => {
    expect(lines).toContain(line);
  });

  it('has no section without content', () => {
    expect(summaryOf({ ...result, differences: [] })).not.toContain('Different from AWS');
    expect(lines.join('\n')).not.toContain('Drill');
  });

  it('has the table of a drill', () => {
    const rang = { rang: true, how: 'a read is refused', text: 'Denied access.' };
    const drill = [{ ...rang, kind: 'alarm', name: 'denied-access', region: 'eu-north-1' } as const];
    expect(summaryOf({ ...result, drill })).toContain(
      '\nDrill: 1 of 1 alarms and 0 of 0 rules rang\n  alarm  denied-access  rang    Denied access.\n',
    );
  });
});

describe('keptText', () => {
  it('ends with the command that stops everything', () => {
    const place = { endpoint: 'https://127.0.0.1:1', region: 'eu-north-1', certificateFile: '/c', home: '/h' };
    expect(keptText(place, 42, '/tmp/s').split('\n').at(-1)).toBe("kill -- -42; rm -r '/tmp/s'");
  });
});
