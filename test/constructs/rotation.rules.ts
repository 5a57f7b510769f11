import { functionArn, journalTableName } from '../../lib/config/names';
import { all, theOne } from '../support/found';
import { auditKeyArn, secretArn } from '../support/room';
import type { Rule } from '../support/rules';
import { resourcesOf } from '../support/templates';
import { listOf } from '../../tools/access/template';
import { everyFunctionOf, probersOf, reconcilersOf, rotates, rotatorsOf } from '../policies/rotation-questions';

/** The journal, the functions and how they are started. */

export const journalRules: readonly Rule[] = [
  {
    it: 'is one table, restored to any second, encrypted, and kept in every tier but development',
    check: ({ environment, ...room }) => {
      const [table, ...more] = all({ environment, ...room }, 'AWS::DynamoDB::Table');
      expect(more).toEqual([]);
      expect(table?.properties).toMatchObject({
        TableName: journalTableName(environment),
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'secret', KeyType: 'HASH' },
          { AttributeName: 'record', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'secret', AttributeType: 'S' },
          { AttributeName: 'record', AttributeType: 'S' },
        ],
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      });
      expect(table?.properties.DeletionProtectionEnabled ?? false).toBe(environment.tier !== 'development');
    },
  },
];

export const functionRules: readonly Rule[] = [
  {
    it: 'is one for each secret that rotates, one for each workload and one for its access keys, with an encrypted log group of its own',
    when: rotates,
    check: (room) => {
      const names = everyFunctionOf(room).map(({ name }) => name);
      expect(
        all(room, 'AWS::Lambda::Function')
          .map(({ properties }) => properties.FunctionName)
          .sort(),
      ).toEqual([...names].sort());
      for (const name of names) {
        const group = `/strongroom/${room.environment.name}/${name}`;
        expect(theOne(room, 'AWS::Lambda::Function', 'FunctionName', name).properties).toMatchObject({
          Runtime: 'nodejs24.x',
          // Below the 180 seconds of a lease in the journal.
          Timeout: 120,
          LoggingConfig: { LogGroup: group, LogFormat: 'JSON' },
        });
        expect(theOne(room, 'AWS::Logs::LogGroup', 'LogGroupName', group).properties).toMatchObject({
          KmsKeyId: auditKeyArn(room),
          RetentionInDays: 365,
        });
      }
    },
  },
  {
    it: 'is invoked by Secrets Manager for its own secret of its own account, or by its own workload’s schedule, and by nobody else',
    when: rotates,
    check: (room) => {
      const { account } = room.environment;
      const permissions = all(room, 'AWS::Lambda::Permission').map(({ properties }) => properties);
      expect(permissions).toHaveLength(everyFunctionOf(room).length);
      for (const { workload, secret, name } of rotatorsOf(room)) {
        expect(permissions).toContainEqual({
          Action: 'lambda:InvokeFunction',
          FunctionName: expect.stringMatching(new RegExp(`:function:${name}$`)) as string,
          Principal: 'secretsmanager.amazonaws.com',
          SourceAccount: account,
          SourceArn: secretArn(room, workload, secret.name),
        });
      }
      for (const { name } of [...reconcilersOf(room), ...probersOf(room)]) {
        const own = new RegExp(`:function:${name}$`);
        expect(permissions).toContainEqual({
          Action: 'lambda:InvokeFunction',
          FunctionName: expect.stringMatching(own) as string,
          Principal: 'events.amazonaws.com',
          SourceAccount: account,
          SourceArn: expect.stringMatching(/:rule\//) as string,
        });
      }
    },
  },
  {
    it: 'rotates as often as declared, by its own function, and never because of a deployment',
    when: rotates,
    check: (room) => {
      expect(all(room, 'AWS::SecretsManager::RotationSchedule')).toHaveLength(rotatorsOf(room).length);
      for (const { workload, secret, name } of rotatorsOf(room)) {
        const arn = secretArn(room, workload, secret.name);
        expect(theOne(room, 'AWS::SecretsManager::RotationSchedule', 'SecretId', arn).properties).toMatchObject({
          RotateImmediatelyOnUpdate: false,
          RotationLambdaARN: functionArn(room.environment, name),
          RotationRules: { AutomaticallyAfterDays: 'rotation' in secret ? secret.rotation.everyDays : 0 },
        });
      }
    },
  },
  {
    // Secrets Manager tries the function when the schedule is made.
    it: 'is scheduled only once Secrets Manager may invoke it',
    when: rotates,
    check: (room) => {
      const { stacks } = room.assembly;
      const permissions = resourcesOf(stacks, 'AWS::Lambda::Permission');
      for (const { resource } of resourcesOf(stacks, 'AWS::SecretsManager::RotationSchedule')) {
        const own = permissions.find(({ resource: { Properties } }) => {
          return Properties?.FunctionName === resource.Properties?.RotationLambdaARN;
        });
        expect(listOf(resource.DependsOn)).toContain(own?.logicalId);
      }
    },
  },
];
