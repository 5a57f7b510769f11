import { loadConfiguration } from '../../lib/config/load-configuration';
import type { ConfigurationInput, Environment } from '../../lib/config/parameters';
import { listOf } from '../../tools/access/template';
import { accessRules, constructRules, wholeStackRules } from '../support/all-rules';
import { roomOf } from '../support/room';
import { proveAll } from '../support/rules';
import { statementsOf, synth, today } from '../support/templates';

/** One environment in each partition that differs from the commercial one. */
function environmentIn(partition: string, region: string): Environment {
  const arn = (name: string, account = '888899990000') => `arn:${partition}:iam::${account}:role/${name}`;
  const configuration: ConfigurationInput = {
    environments: [
      {
        name: 'away',
        tier: 'staging',
        account: '888899990000',
        region,
        owner: 'platform',
        alertRecipients: ['platform@example.com'],
        breakGlassRoleArn: arn('break-glass'),
        secretOperatorArns: [arn('operator')],
        audit: {
          trail: { mode: 'create', dataEvents: 'all', retentionDays: 365, logRetentionDays: 365 },
          accessLogRetentionDays: 90,
          guardDuty: 'on',
          accessAnalyzer: 'on',
        },
        workloads: [
          {
            name: 'archive',
            owner: 'platform',
            dataClass: 'internal',
            files: { prefixes: ['in/'], objectLock: { mode: 'GOVERNANCE', days: 1 } },
            secrets: [{ kind: 'password', name: 'login', rotation: { everyDays: 60 } }],
            settings: { colour: 'blue' },
            consumers: [
              {
                kind: 'ecs-role',
                name: 'server',
                access: { files: [{ prefix: 'in/', verbs: ['list', 'read', 'write'] }], secrets: '*', settings: true },
              },
              {
                kind: 'cross-account-role',
                name: 'partner',
                trustedPrincipalArns: [arn('collector', '121212121212')],
                externalIds: ['4f7a3a0a-22bb-4d0f-9a3c-0b6f3f3f1a07'],
                access: { files: [{ prefix: 'in/', verbs: ['read'] }] },
              },
            ],
          },
        ],
      },
    ],
  };
  const [environment] = loadConfiguration(configuration, { file: 'partitions.test.ts', today }).environments;
  if (environment === undefined) throw new Error('the configuration has no environment');
  return environment;
}

describe.each([
  ['aws-cn', 'cn-north-1', 'amazonaws.com.cn'],
  ['aws-us-gov', 'us-gov-west-1', 'amazonaws.com'],
])('in partition %s', (partition, region, suffix) => {
  const environment = environmentIn(partition, region);

  it('names nothing of another partition', () => {
    const arns = JSON.stringify(synth(environment)).match(/arn:aws[a-z-]*:/g) ?? [];
    expect([...new Set(arns)]).toEqual([`arn:${partition}:`]);
  });

  it('names services as the partition does', () => {
    const services = statementsOf(roomOf(environment).assembly.stacks).flatMap(({ statement: { Principal } }) =>
      typeof Principal === 'object' ? listOf(Principal.Service) : [],
    );
    expect([...new Set(services)].sort()).toEqual([
      'cloudtrail.amazonaws.com',
      'cloudwatch.amazonaws.com',
      'ecs-tasks.amazonaws.com',
      'events.amazonaws.com',
      'lambda.amazonaws.com',
      'logging.s3.amazonaws.com',
      `logs.${region}.${suffix}`,
    ]);
  });

  proveAll({ ...accessRules, ...constructRules, ...wholeStackRules }, [environment]);
});
