import { filesBucketName } from '../../lib/config/names';
import type { Environment } from '../../lib/config/parameters';
import { accessLogDestinationName, accessLogGroupName } from '../../lib/detection/access-log-filters';
import { contextOfService } from '../../tools/access/request-context';
import { simulate } from '../../tools/access/simulator/simulate';
import { listOf, type PolicyDocument } from '../../tools/access/template';
import { all, type Found, none, theOne } from '../support/found';
import { auditKeyArn, otherAccount, type Room } from '../support/room';
import type { Rule } from '../support/rules';

/** Server access logs on their way from each vault to the log group in which wrong keys are counted. */

const delivers = ({ audit }: Environment) => audit.accessLogsInCloudWatch !== undefined;

function arn({ environment, stacks }: Room, rest: string, account = environment.account): string {
  return `arn:${stacks[0]?.partition ?? ''}:logs:${environment.region}:${account}:${rest}`;
}

const groupArn = (room: Room) => arn(room, `log-group:${accessLogGroupName(room.environment)}`);

/** Whether CloudWatch Logs' delivery may do it, by the account's policy of log groups. */
async function allows(
  room: Room,
  action: string,
  resource: string,
  context: Readonly<Record<string, string>>,
  principal = 'delivery.logs.amazonaws.com',
) {
  const { account, region } = room.environment;
  const { properties } = theOne(
    room,
    'AWS::Logs::ResourcePolicy',
    'PolicyName',
    accessLogDestinationName(room.environment),
  );
  const answer = await simulate({
    ...{ principal, action, resource, resourceAccount: account, context, identityPolicies: [] },
    usualContext: contextOfService(principal, { action, resourceAccount: account, region }),
    resourcePolicy: JSON.parse(String(properties.PolicyDocument)) as PolicyDocument,
  });
  return answer === 'Allowed';
}

/** Ids of what CloudFormation makes before it. */
function awaitedBy(room: Room, { stackName, logicalId }: Found): readonly string[] {
  const stack = room.stacks.find(({ name }) => name === stackName);
  return listOf(stack?.template.Resources[logicalId]?.DependsOn);
}

export const accessLogDeliveryRules: readonly Rule[] = [
  {
    it: 'are kept as long as declared, encrypted under the audit key',
    when: delivers,
    check: (room) => {
      const { environment } = room;
      const group = theOne(room, 'AWS::Logs::LogGroup', 'LogGroupName', accessLogGroupName(environment));
      expect(group.properties).toMatchObject({
        RetentionInDays: environment.audit.accessLogsInCloudWatch?.retentionDays,
        KmsKeyId: auditKeyArn(room),
      });
    },
  },
  {
    it: 'come from every vault, in the kind of S3, to the one log group',
    when: delivers,
    check: (room) => {
      const name = accessLogDestinationName(room.environment);
      const destinations = all(room, 'AWS::Logs::DeliveryDestination');
      expect(destinations.map(({ properties }) => properties)).toEqual([
        expect.objectContaining({ Name: name, DestinationResourceArn: groupArn(room) }),
      ]);
      const vaults = room.environment.workloads.filter(({ files }) => files !== undefined);
      const sources = all(room, 'AWS::Logs::DeliverySource');
      expect(sources.map(({ properties }) => [properties.ResourceArn, properties.LogType])).toEqual(
        vaults.map((vault) => [
          `arn:${room.stacks[0]?.partition ?? ''}:s3:::${filesBucketName(room.environment, vault.name)}`,
          'S3_SERVER_ACCESS_LOGS',
        ]),
      );
      const deliveries = all(room, 'AWS::Logs::Delivery');
      expect(
        deliveries.map(({ properties }) => [properties.DeliverySourceName, properties.DeliveryDestinationArn]),
      ).toEqual(sources.map(({ properties }) => [String(properties.Name), arn(room, `delivery-destination:${name}`)]));
      for (const [index, delivery] of deliveries.entries()) {
        expect(sources[index]?.properties.Name).toMatch(/^[\w-]{1,60}$/);
        expect(awaitedBy(room, delivery)).toContain(sources[index]?.logicalId);
      }
      for (const [index, source] of sources.entries()) {
        const bucketName = filesBucketName(room.environment, vaults[index]?.name ?? '');
        const vault = theOne(room, 'AWS::S3::Bucket', 'BucketName', bucketName);
        expect(awaitedBy(room, source)).toContain(vault.logicalId);
      }
      const [policy] = all(room, 'AWS::Logs::ResourcePolicy');
      const group = theOne(room, 'AWS::Logs::LogGroup', 'LogGroupName', accessLogGroupName(room.environment));
      for (const destination of destinations) {
        expect(awaitedBy(room, destination)).toEqual(expect.arrayContaining([group.logicalId, policy?.logicalId]));
      }
    },
  },
  {
    it: 'are written by the deliveries of this account alone, and into that log group alone',
    when: delivers,
    check: async (room) => {
      const { account } = room.environment;
      const stream = `${groupArn(room)}:log-stream:any`;
      const right = { 'aws:SourceAccount': account, 'aws:SourceArn': arn(room, 'delivery-source:any') };
      const wrong: readonly Readonly<Record<string, string>>[] = [
        { ...right, 'aws:SourceAccount': otherAccount },
        { ...right, 'aws:SourceArn': arn(room, 'delivery-source:any', otherAccount) },
        { 'aws:SourceAccount': account },
        { 'aws:SourceArn': right['aws:SourceArn'] },
      ];
      for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
        expect([action, await allows(room, action, stream, right)]).toEqual([action, true]);
        for (const context of wrong) expect(await allows(room, action, stream, context)).toBe(false);
        expect(await allows(room, action, stream, right, 'logging.s3.amazonaws.com')).toBe(false);
        const elsewhere = arn(room, `log-group:/strongroom/${room.environment.name}/trail:log-stream:any`);
        expect(await allows(room, action, elsewhere, right)).toBe(false);
      }
      expect(await allows(room, 'logs:DeleteLogStream', stream, right)).toBe(false);
      expect(await allows(room, 'logs:PutRetentionPolicy', groupArn(room), right)).toBe(false);
    },
  },
  {
    it: 'go nowhere in CloudWatch where nobody asked for it',
    when: (environment) => !delivers(environment),
    check: (room) => {
      for (const type of ['Delivery', 'DeliverySource', 'DeliveryDestination', 'ResourcePolicy']) {
        none(room, `AWS::Logs::${type}`);
      }
    },
  },
];
