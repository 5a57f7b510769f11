import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { App, CfnOutput, Stack, Stage } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { CfnAnalyzer } from 'aws-cdk-lib/aws-accessanalyzer';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';

import { RefersToLeftOut } from '../../tools/sandbox/errors';
import { leaveOutUnsupported, leftOutFile } from '../../tools/sandbox/leave-out';
import { defaultProfile, loadProfile } from '../../tools/sandbox/profile';

const profile = loadProfile(defaultProfile);

/** A trail with its bucket, within a construct as lib/ has it, in a stack of a stage. */
function trailApp() {
  const app = new App();
  const stage = new Stage(app, 'prod', { env: { account: '000000000000', region: 'eu-central-1' } });
  const stack = new Stack(stage, 'Foundation', { stackName: 'strongroom-prod-foundation' });
  const audit = new Construct(stack, 'Audit');
  const bucket = new CfnBucket(audit, 'Bucket');
  const trail = new CfnTrail(audit, 'Trail', { isLogging: true, s3BucketName: bucket.ref });
  const topic = new CfnTopic(stack, 'Topic');
  return { app, stack, bucket, trail, topic };
}

function templateOf({ stack }: { stack: Stack }): object {
  return Template.fromStack(stack).toJSON();
}

describe('leaveOutUnsupported', () => {
  it('takes the unsupported out of the template and keeps everything else', () => {
    const built = trailApp();
    leaveOutUnsupported(built.app, profile);
    const template = Template.fromStack(built.stack);
    template.resourceCountIs('AWS::CloudTrail::Trail', 0);
    template.resourceCountIs('AWS::S3::Bucket', 1);
    template.resourceCountIs('AWS::SNS::Topic', 1);
  });

  it('lists what it took, with its properties as CloudFormation would have got them', () => {
    const { app, stack, bucket } = trailApp();
    expect(leaveOutUnsupported(app, profile)).toEqual([
      {
        ...profile.unsupportedTypes.find(({ type }) => type === 'AWS::CloudTrail::Trail'),
        path: 'prod/Foundation/Audit/Trail',
        stack: 'strongroom-prod-foundation',
        logicalId: expect.stringMatching(/^AuditTrail/) as unknown,
        properties: { IsLogging: true, S3BucketName: { Ref: stack.resolve(bucket.logicalId) as string } },
      },
    ]);
  });

  it('writes the list into the cloud assembly', () => {
    const { app } = trailApp();
    const leftOut = leaveOutUnsupported(app, profile);
    app.synth();
    expect(JSON.parse(readFileSync(join(app.outdir, leftOutFile), 'utf8'))).toEqual(leftOut);
  });

  it.each([
    [
      'a dependency of a resource',
      ({ topic, trail }: ReturnType<typeof trailApp>) => topic.addResourceDependency(trail),
    ],
    ['a dependency of a construct', ({ topic, trail }: ReturnType<typeof trailApp>) => topic.node.addDependency(trail)],
    [
      'a dependency on the construct around it',
      ({ topic, trail }: ReturnType<typeof trailApp>) => topic.node.addDependency(trail.node.scope ?? trail),
    ],
  ])('takes %s with it', (_, depend) => {
    const built = trailApp();
    depend(built);
    leaveOutUnsupported(built.app, profile);
    expect(JSON.stringify(templateOf(built))).not.toContain('AuditTrail');
  });

  it('lets one thing that goes refer to another', () => {
    const { app, stack, trail } = trailApp();
    const analyzer = new CfnAnalyzer(stack, 'Analyzer', { type: 'ACCOUNT', analyzerName: trail.ref });
    expect(leaveOutUnsupported(app, profile).map(({ path }) => path)).toContain(analyzer.node.path);
  });

  it.each([
    ['a Ref in a property', (trail: CfnTrail, stack: Stack) => new CfnTopic(stack, 'Kept', { displayName: trail.ref })],
    [
      'a GetAtt in a text',
      (trail: CfnTrail, stack: Stack) => new CfnTopic(stack, 'Kept', { topicName: `x-${trail.attrArn}` }),
    ],
    ['an output', (trail: CfnTrail, stack: Stack) => new CfnOutput(stack, 'Kept', { value: trail.attrArn })],
    [
      'another stack',
      (trail: CfnTrail, stack: Stack) => {
        const other = new Stack(Stage.of(stack) ?? stack, 'Other');
        return new CfnTopic(other, 'Kept', { displayName: trail.attrArn });
      },
    ],
  ])('fails when something that stays refers to something that goes: %s', (_, refer) => {
    const { app, stack, trail } = trailApp();
    const kept = refer(trail, stack);
    expect(() => leaveOutUnsupported(app, profile)).toThrow(RefersToLeftOut);
    expect(() => leaveOutUnsupported(app, profile)).toThrow(`${kept.node.path} refers to ${trail.node.path}`);
  });

  it('changes nothing where every type is supported', () => {
    const untouched = templateOf(trailApp());
    const built = trailApp();
    expect(leaveOutUnsupported(built.app, { ...profile, unsupportedTypes: [] })).toEqual([]);
    expect(templateOf(built)).toEqual(untouched);
  });
});
