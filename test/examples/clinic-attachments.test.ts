import { readFile, readSecret, writeFile } from '../support/calls';
import { ask, type Question } from '../support/questions';
import { secretArn } from '../support/room';
import { propertiesOf, sceneOf } from './example';

const scenes = ['development', 'staging', 'production'].map((name) => sceneOf('clinic-attachments', name));
const [, , production] = scenes;
if (production === undefined) throw new Error('production is needed');
const { room, bucket, stack } = production;
const foundation = room.stacks.find(({ name }) => name.endsWith('-foundation'));
if (foundation === undefined) throw new Error('a foundation is needed');

describe('credentials', () => {
  it.each([
    ['development', 180, 1],
    ['staging', 90, 2],
    ['production', 90, 4],
  ])('in %s are at most %i days old, and their rotation starts %i weeks before', (name, maximumDays, leadWeeks) => {
    const { workload } = sceneOf('clinic-attachments', name);
    const rotations = workload.secrets.flatMap((secret) => ('rotation' in secret ? [secret.rotation] : []));
    expect(rotations).toHaveLength(2);
    for (const rotation of rotations) {
      expect(rotation.everyDays).toBeLessThanOrEqual(maximumDays - leadWeeks * 7);
      if ('overlapDays' in rotation) {
        expect(rotation).toMatchObject({ overlapDays: 7, watchDays: 1 });
        expect(rotation.everyDays + 8).toBeLessThanOrEqual(maximumDays);
      }
    }
  });

  it('are roles where roles can be had: on ECS, EC2 (with its instance profile) and Lambda', () => {
    const trusted = propertiesOf(stack, 'AWS::IAM::Role').map(({ RoleName, AssumeRolePolicyDocument }) => {
      const { Statement } = AssumeRolePolicyDocument as { Statement: { Principal: { Service: string } }[] };
      return [RoleName, Statement[0]?.Principal.Service];
    });
    expect(trusted.filter(([name]) => !String(name).startsWith('strongroom-'))).toEqual([
      ['attachments-production-web', 'ecs-tasks.amazonaws.com'],
      ['attachments-production-reports', 'ec2.amazonaws.com'],
      ['attachments-production-previews', 'lambda.amazonaws.com'],
    ]);
    expect(propertiesOf(stack, 'AWS::IAM::InstanceProfile')).toEqual([
      expect.objectContaining({ InstanceProfileName: 'attachments-production-reports' }),
    ]);
    expect(propertiesOf(stack, 'AWS::IAM::User')).toHaveLength(1);
  });

  it('of the report’s login are made by their first rotation: none stands in the template', () => {
    const secrets = propertiesOf(stack, 'AWS::SecretsManager::Secret');
    expect(secrets).toContainEqual(
      expect.objectContaining({
        Name: 'attachments/production/report-database',
      }),
    );
    for (const secret of secrets) {
      expect(secret).not.toHaveProperty('GenerateSecretString');
      expect(secret).not.toHaveProperty('SecretString');
    }
  });
});

describe('files in production', () => {
  const [vault] = propertiesOf(stack, 'AWS::S3::Bucket');

  it('are locked for 90 days against everybody but the break-glass role', () => {
    expect(vault).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 90 } } },
      VersioningConfiguration: { Status: 'Enabled' },
    });
  });

  it('are locked only where they are to stay', () => {
    const modes = scenes.map(({ workload }) => workload.files?.objectLock);
    expect(modes).toEqual([undefined, { mode: 'GOVERNANCE', days: 1 }, { mode: 'GOVERNANCE', days: 90 }]);
  });

  it('are private, under an own key with a bucket key, and their access is logged', () => {
    expect(vault).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } },
        ],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LoggingConfiguration: { DestinationBucketName: 'strongroom-logs-production-444455556666-us-east-2' },
    });
  });

  it('are handed out by URLs that live ten minutes', async () => {
    const file = `${bucket}/records/1/scan.pdf`;
    const web = production.arnOf('web');
    const read = (age: number): Question => ({
      caller: web,
      action: 's3:GetObject',
      resource: file,
      context: { 's3:signatureAge': String(age) },
    });
    expect(await ask(room.assembly, read(600_000))).toBe('Allowed');
    expect(await ask(room.assembly, read(600_001))).toBe('ExplicitlyDenied');
  });
});

describe('who may do what in production', () => {
  const may = async (consumer: string, verb: 'read' | 'write', prefix: string) => {
    const call = verb === 'read' ? readFile : writeFile;
    const context = consumer === 'imaging' ? { 'aws:SourceIp': '192.0.2.1' } : {};
    const questions = call(room.assembly, production.arnOf(consumer), `${bucket}/${prefix}1/file`, context);
    return (await ask(room.assembly, questions)) === 'Allowed';
  };

  it.each([
    ['web', 'read', 'records/', true],
    ['web', 'write', 'records/', true],
    ['web', 'read', 'images/', true],
    ['web', 'write', 'images/', false],
    ['reports', 'read', 'records/', true],
    ['reports', 'write', 'records/', false],
    ['reports', 'read', 'images/', false],
    ['previews', 'read', 'images/', true],
    ['previews', 'write', 'previews/', true],
    ['previews', 'read', 'records/', false],
    ['imaging', 'write', 'images/', true],
    ['imaging', 'read', 'images/', false],
    ['imaging', 'write', 'records/', false],
  ] as const)('%s, to %s below %s: %p', async (consumer, verb, prefix, answer) => {
    expect(await may(consumer, verb, prefix)).toBe(answer);
  });

  it('only the report reads the login to the database', async () => {
    const secret = secretArn(room, production.workload, 'report-database');
    const readers = [];
    for (const consumer of ['web', 'reports', 'previews', 'imaging']) {
      const call = readSecret(room.assembly, production.arnOf(consumer), secret);
      if ((await ask(room.assembly, call)) === 'Allowed') readers.push(consumer);
    }
    expect(readers).toEqual(['reports']);
  });
});

describe('audit in production', () => {
  it('keeps records for the six years of HIPAA, locked and validated', () => {
    const buckets = propertiesOf(foundation, 'AWS::S3::Bucket');
    const trailBucket = buckets.find(({ BucketName }) => String(BucketName).startsWith('strongroom-trail-'));
    expect(trailBucket).toMatchObject({
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 2192 } } },
      LifecycleConfiguration: {
        Rules: expect.arrayContaining([expect.objectContaining({ ExpirationInDays: 2192 })]) as unknown,
      },
    });
    expect(propertiesOf(foundation, 'AWS::Logs::LogGroup')).toEqual([
      expect.objectContaining({ RetentionInDays: 2192 }),
    ]);
    expect(propertiesOf(foundation, 'AWS::CloudTrail::Trail')).toEqual([
      expect.objectContaining({ EnableLogFileValidation: true }),
    ]);
  });

  it('records who reads and who writes each file', () => {
    const [trail] = propertiesOf(foundation, 'AWS::CloudTrail::Trail');
    expect(trail?.AdvancedEventSelectors).toContainEqual({
      Name: expect.any(String) as string,
      FieldSelectors: [
        { Field: 'eventCategory', Equals: ['Data'] },
        { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
        { Field: 'resources.ARN', StartsWith: [`${bucket}/`] },
      ],
    });
  });

  it('is watched by GuardDuty in staging and production, and alerts reach people', () => {
    const detectors = scenes.map(
      (scene) => scene.room.stacks.flatMap((own) => propertiesOf(own, 'AWS::GuardDuty::Detector')).length,
    );
    expect(detectors).toEqual([0, 1, 1]);
    const addresses = propertiesOf(foundation, 'AWS::SNS::Subscription').map(({ Endpoint }) => Endpoint);
    const people = ['records-team@example.com', 'privacy-officer@example.com'];
    // Of what wakes somebody, and of what is read by day.
    expect(addresses).toEqual([...people, ...people]);
  });
});
