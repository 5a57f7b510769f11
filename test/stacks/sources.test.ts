import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(__dirname, '..', '..');

function sourcesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|cjs|mjs|js)$/.test(file))
    .map((file) => path.join(folder, file));
}

const sources = ['bin', 'lambda', 'lib', 'tools']
  .flatMap(sourcesIn)
  // The values of a team's own environments: its principals stand there as they are copied from the console.
  .filter((file) => file !== 'lib/config/environments.ts')
  // What CloudTrail recorded stands as it was; it is moved into an environment, and its partition, before it is used.
  .filter((file) => !file.startsWith('tools/detection/recordings/'))
  .map((file) => [file, readFileSync(path.join(root, file), 'utf8')] as const);

function filesWith(pattern: RegExp): string[] {
  return sources.filter(([, text]) => pattern.test(text)).map(([file]) => file);
}

it('names the partition nowhere: it differs in China and GovCloud', () => {
  expect(filesWith(/arn:aws(-cn|-us-gov)?:/)).toEqual([]);
});

it('asks for no managed policy of AWS', () => {
  expect(filesWith(/fromAwsManagedPolicyName|:iam::aws:policy/)).toEqual([]);
});

it('uses the simulator, whose licence is not ours, in two modules of the tools only', () => {
  expect(filesWith(/@cloud-copilot\/iam-simulate/)).toEqual([
    'tools/access/simulator/discover.ts',
    'tools/access/simulator/simulate.ts',
  ]);
});

it('knows nothing of the CDK in the access library, which reads templates', () => {
  const access = sources.filter(([file]) => file.startsWith('tools/access/'));
  expect(access.filter(([, text]) => /from '(aws-cdk-lib|constructs)/.test(text))).toEqual([]);
});
