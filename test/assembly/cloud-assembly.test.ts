import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { App, CfnOutput, CfnResource, NestedStack, Stack as CdkStack, Stage } from 'aws-cdk-lib';

import { EnvironmentStage } from '../../lib/stacks/environment-stage';
import { CloudAssemblyError, originsOf, readCloudAssembly } from '../../tools/assembly/cloud-assembly';
import { resolveStack } from '../../tools/access/resolve';
import { environments, named, stackOf, synthesizedEnvironment } from '../support/templates';

const folders: string[] = [];

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'cloud-assembly-'));
  folders.push(made);
  return made;
}

afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true });
});

const env = { account: '111122223333', region: 'cn-north-1' };

/** An application with a stage, a stack in it, a stack in that one, and a stack beside the stage. */
function application(): string {
  const outdir = folder();
  // The command line of the CDK always asks for it.
  const app = new App({ outdir, context: { 'aws:cdk:enable-asset-metadata': true } });
  const stack = new CdkStack(new Stage(app, 'test', { env }), 'Outer', { terminationProtection: true });
  const bucket = new CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket', properties: { BucketName: 'things' } });
  const nested = new NestedStack(stack, 'Inner');
  const key = new CfnResource(nested, 'Key', { type: 'AWS::KMS::Key', properties: { Description: bucket.ref } });
  new CfnResource(new NestedStack(nested, 'Innermost'), 'Topic', { type: 'AWS::SNS::Topic' });
  new CfnOutput(stack, 'Told', { value: key.getAtt('Arn').toString() });
  new CdkStack(app, 'Beside', { env: { account: '444455556666', region: 'eu-west-1' } });
  app.synth();
  return outdir;
}

describe('a cloud assembly', () => {
  it('has the environments that the tests synthesize, with the same stacks', () => {
    const prod = named(environments, 'prod');
    const outdir = folder();
    const app = new App({ outdir });
    const stage = new EnvironmentStage(app, prod);
    app.synth();
    const stacks = stage.synth().stacks.map((artifact) => stackOf(artifact, prod));
    expect(readCloudAssembly(outdir)).toEqual([{ ...synthesizedEnvironment(prod), stacks }]);
  });

  it('tells what the configuration lets pass against its tier, which no template does', () => {
    const deviation = { rule: 'object-lock', reason: 'Until the move is over.', until: '2026-12-31' } as const;
    const prod = named(environments, 'prod');
    const [told, untold] = [[deviation], []].map((deviations) => {
      const outdir = folder();
      const app = new App({ outdir });
      new EnvironmentStage(app, { ...prod, deviations });
      app.synth();
      return readCloudAssembly(outdir).flatMap(({ stacks }) => stacks);
    });
    expect(told?.flatMap(({ deviations = [] }) => deviations)).toEqual([deviation]);
    expect(untold?.flatMap(({ deviations = [] }) => deviations)).toEqual([]);
    expect(told?.map(({ template }) => template)).toEqual(untold?.map(({ template }) => template));
  });

  const environmentsOfApplication = readCloudAssembly(application());

  it('has an environment for each stage, and one for the stacks outside', () => {
    expect(environmentsOfApplication.map(({ name, account, region }) => [name, account, region])).toEqual([
      ['stacks', '444455556666', 'eu-west-1'],
      ['test', '111122223333', 'cn-north-1'],
    ]);
  });

  it('has stacks with their place, and those within them', () => {
    const [, test] = environmentsOfApplication;
    const [outer, inner, innermost] = test?.stacks ?? [];
    expect(outer).toMatchObject({
      name: 'test-Outer',
      partition: 'aws-cn',
      urlSuffix: 'amazonaws.com.cn',
      terminationProtection: true,
    });
    expect(inner?.parent?.name).toBe('test-Outer');
    expect(Object.values(inner?.template.Resources ?? {})).toContainEqual(
      expect.objectContaining({ Type: 'AWS::KMS::Key' }),
    );
    expect(innermost?.parent?.name).toBe(inner?.name);
    expect(Object.values(innermost?.template.Resources ?? {})).toMatchObject([{ Type: 'AWS::SNS::Topic' }]);
  });

  it('resolves what a stack passes to the one within it, and what that tells', () => {
    const stacks = environmentsOfApplication[1]?.stacks ?? [];
    const [outer, inner] = stacks.map((stack) => resolveStack(stack, stacks).template);
    const keys = Object.values(inner?.Resources ?? {}).filter(({ Type }) => Type === 'AWS::KMS::Key');
    expect(keys.map(({ Properties }) => Properties?.Description)).toEqual(['things']);
    expect(outer?.Outputs?.Told?.Value).toMatch(/^arn:aws-cn:kms:cn-north-1:111122223333:key\//);
  });

  it('says where each resource was made', () => {
    const outer = environmentsOfApplication[1]?.stacks[0];
    expect(outer?.origins?.Bucket).toEqual({
      constructPath: 'test/Outer/Bucket',
      source: expect.stringMatching(/^test\/assembly\/cloud-assembly\.test\.ts:\d+$/) as unknown,
    });
    expect(outer?.origins?.InnerKey).toBeUndefined();
  });
});

describe('the origin of a resource', () => {
  const file = __filename;

  it('is the first place in the repository, not in a package that it uses', () => {
    const stack = [
      `new Bucket (${path.join(__dirname, '../../node_modules/aws-cdk-lib/bucket.js')}:1:1)`,
      '...new Key2 in aws-cdk-lib...',
      `new Vault (${file}:12:5)`,
      `new Outer (${file}:99:5)`,
    ];
    const metadata = [
      { type: 'aws:cdk:logicalId', data: 'Vault1' },
      { type: 'aws:cdk:creationStack', data: stack },
    ];
    expect(originsOf({ '/prod/Vault/Resource': metadata })).toEqual({
      Vault1: { constructPath: 'prod/Vault/Resource', source: 'test/assembly/cloud-assembly.test.ts:12' },
    });
  });

  it('is also read from the trace of older versions, and without any', () => {
    expect(
      originsOf({
        '/a/b': [{ type: 'aws:cdk:logicalId', data: 'B', trace: [`at new B (${file}:7:1)`] }],
        '/a/c': [{ type: 'aws:cdk:logicalId', data: 'C' }],
      }),
    ).toEqual({
      B: { constructPath: 'a/b', source: 'test/assembly/cloud-assembly.test.ts:7' },
      C: { constructPath: 'a/c' },
    });
  });
});

describe('what is no cloud assembly is an error that says what to do', () => {
  const whole = application();

  /** A copy of an assembly, with one file changed. */
  function broken(file: string, change: (content: string) => string | undefined): string {
    const copy = folder();
    cpSync(whole, copy, { recursive: true });
    const target = path.join(copy, file);
    const changed = change(readFileSync(target, 'utf8'));
    if (changed === undefined) rmSync(target);
    else writeFileSync(target, changed);
    return copy;
  }

  const stage = 'assembly-test';
  const [outer = ''] = readdirSync(path.join(whole, stage)).filter((file) =>
    /Outer[\dA-F]{8}\.template\.json$/.test(file),
  );
  const template = `${stage}/${outer}`;
  const half = (content: string) => content.slice(0, content.length / 2);

  it.each<[string, () => string, string]>([
    ['a folder that does not exist', () => path.join(whole, 'nowhere'), 'manifest.json does not exist'],
    ['a manifest that is half written', () => broken('manifest.json', half), 'manifest.json cannot be read'],
    ['a manifest that is a list', () => broken('manifest.json', () => '[]'), 'manifest.json holds no object'],
    ['a manifest without a stack', () => broken('manifest.json', () => '{"artifacts":{}}'), 'holds no stack'],
    ['a stage without its folder', () => broken(`${stage}/manifest.json`, () => undefined), 'does not exist'],
    [
      'an artifact without its template',
      () => broken(`${stage}/manifest.json`, (content) => content.replaceAll('"templateFile"', '"file"')),
      'templateFile is missing',
    ],
    [
      'a stack for no account',
      () =>
        broken(`${stage}/manifest.json`, (content) =>
          content.replaceAll('aws://111122223333/', 'aws://unknown-account/'),
        ),
      'env',
    ],
  ])('%s', (_what, directory, told) => {
    const read = () => readCloudAssembly(directory());
    expect(read).toThrow(CloudAssemblyError);
    expect(read).toThrow(told);
  });

  it('a template that is missing or half written', () => {
    expect(() => readCloudAssembly(broken(template, () => undefined))).toThrow('does not exist');
    expect(() => readCloudAssembly(broken(template, half))).toThrow('not written to its end');
  });

  it('a stack within another whose template is elsewhere', () => {
    const elsewhere = (content: string) => content.replaceAll('aws:asset:path', 'other');
    expect(() => readCloudAssembly(broken(template, elsewhere))).toThrow('NestedStack');
  });
});
