import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

import type { Assembly } from '../../tools/access/assembly';
import { identityOfResolved } from '../../tools/access/physical-ids';
import { entriesOf, listOf } from '../../tools/access/template';
import { Judge } from '../../tools/gate/judge';
import type { Question } from '../../tools/gate/questions';
import {
  type Layer,
  type Placed,
  statementsIn,
  type Widening,
  wideningsOf,
  withChanged,
  withOnly,
} from '../support/functions/changed-policies';
import { forbidden, type Own } from '../support/functions/forbidden';
import { rotatingEnvironment } from '../support/functions/rotating-environment';
import { RunningRoom } from '../support/functions/running-room';
import { functionArn, functionOf, synthesizedRoom } from '../support/functions/synthesized-room';

const synthesized = synthesizedRoom(rotatingEnvironment());
const { assembly } = synthesized;

const arnOf = (type: string, isMeant: (logicalOrName: string) => boolean): string => {
  const found = entriesOf(assembly.stacks, type).find((entry) =>
    isMeant(identityOfResolved(entry).ref + entry.stack.name),
  );
  if (found === undefined) throw new Error(`no stack has the ${type}`);
  const { attributes, ref } = identityOfResolved(found);
  return attributes.Arn ?? ref;
};
const functionNamed = (ending: string) => functionOf(synthesized, ending);
const user = (name: string) => arnOf('AWS::IAM::User', (ref) => ref.includes(name));
const key = (workload: string) => arnOf('AWS::KMS::Key', (ref) => ref.includes(workload));
/** What belongs to the second workload, and what the first has and none of its functions looks after. */
const others = {
  secrets: ['portal/prod/database', 'archive/prod/depot-key'],
  keyArn: key('archive'),
};

const subjects = [
  { ending: 'rotate-scanner-key', secrets: ['scanner-key'], foreignUsers: ['courier', 'depot'] },
  { ending: 'rotate-session-keys', secrets: ['session-keys'], foreignUsers: ['courier', 'depot'] },
  { ending: 'rotate-queue-password', secrets: ['queue-password'], foreignUsers: ['courier', 'depot'] },
  { ending: 'portal-reconcile', secrets: ['scanner-key', 'session-keys', 'payment-provider'], foreignUsers: ['depot'] },
].map(({ ending, secrets, foreignUsers }) => {
  const { roleArn, variables } = functionNamed(ending);
  const own: Own = {
    secrets: secrets.map((name) => `portal/prod/${name}`),
    userArn: user('scanner'),
    keyArn: key('portal'),
    table: variables.JOURNAL_TABLE ?? '',
  };
  const questions = forbidden(assembly, own, {
    ...others,
    userArns: [...foreignUsers.map(user), user('scanner').replace(/scanner$/, 'nobody')],
    functionArns: [functionArn(synthesized, functionNamed('rotate-depot-key'))],
    logGroupArns: [functionNamed('rotate-mail-login').logGroupArn, functionNamed('rotate-depot-key').logGroupArn],
  });
  return { ending, roleArn, questions };
});

describe.each(subjects)('$ending', ({ roleArn, questions }) => {
  it('is refused everything that is not its business', async () => {
    expect(await allowed(assembly, roleArn, questions)).toEqual([]);
  });

  it.each(waysToWiden(roleArn, 'policy'))('would be allowed too much by $sid $name', async ({ placed, widening }) => {
    expect(await newlyAllowed(placed, widening, questions)).not.toEqual([]);
  });
});

describe('the boundary of the functions', () => {
  it.each(waysToWiden(subjects[0]?.roleArn ?? '', 'boundary'))(
    'would allow too much in $sid $name',
    async ({ placed, widening }) => {
      expect(await newlyAllowed(placed, widening, subjects[0]?.questions ?? [])).not.toEqual([]);
    },
  );
});

function waysToWiden(role: string, layer: Layer) {
  return statementsIn(assembly, role, layer).flatMap((placed) =>
    wideningsOf(placed.statement).map((widening) => ({
      sid: placed.statement.Sid,
      name: widening.name,
      placed,
      widening,
    })),
  );
}

async function allowed(judged: Assembly, role: string, questions: readonly Question[]): Promise<readonly Question[]> {
  const judge = new Judge(judged);
  const answers = await Promise.all(questions.map((question) => judge.firstRefused(role, [question])));
  return questions.filter((_, index) => answers[index] === undefined);
}

/** What the widened statement allows and the real one does not, while the other layer allows everything. */
async function newlyAllowed(
  placed: Placed,
  { widen }: Widening,
  questions: readonly Question[],
): Promise<readonly Question[]> {
  const { role, layer, statement } = placed;
  const concerned = questions.filter(({ action }) => listOf(statement.Action).includes(action));
  const real = withOnly(assembly, role, layer);
  const before = await allowed(real, role, concerned);
  const after = await allowed(withChanged(real, placed, widen), role, concerned);
  return after.filter((question) => !before.includes(question));
}

describe('a call that the gate carries to the emulator', () => {
  let room: RunningRoom;

  beforeAll(async () => {
    room = await RunningRoom.start(synthesized);
    await room.renew();
  }, 60_000);

  afterAll(async () => (room as RunningRoom | undefined)?.stop());

  const calls: Readonly<Record<string, (settings: ReturnType<RunningRoom['settingsOf']>) => Promise<unknown>>> = {
    'secretsmanager:DescribeSecret': (settings) =>
      new SecretsManagerClient(settings).send(new DescribeSecretCommand({ SecretId: 'portal/prod/database' })),
    'iam:ListAccessKeys': (settings) =>
      new IAMClient(settings).send(new ListAccessKeysCommand({ UserName: user('depot').split('/').at(-1) })),
    'dynamodb:GetItem': (settings) =>
      new DynamoDBClient(settings).send(
        new GetItemCommand({
          TableName: room.journalOf('scanner-key'),
          Key: { secret: { S: 'portal/prod/database' }, record: { S: 'state' } },
        }),
      ),
    'events:PutEvents': (settings) =>
      new EventBridgeClient(settings).send(
        new PutEventsCommand({ Entries: [{ Source: 'aws.iam', DetailType: 'any', Detail: '{}' }] }),
      ),
  };

  const cases = subjects.flatMap(({ ending, roleArn }) =>
    Object.keys(calls).flatMap((action) => {
      const placed = statementsIn(assembly, roleArn, 'policy').find(({ statement }) =>
        listOf(statement.Action).includes(action),
      );
      return placed === undefined ? [] : [{ ending, roleArn, action, placed }];
    }),
  );

  it.each(cases)(
    '$action on what is not its own is refused to $ending, and goes through once its statement is widened',
    async ({ ending, roleArn, action, placed }) => {
      const call = () => calls[action]?.(room.settingsOf(ending));
      room.judgeBy(assembly);
      await expect(call()).rejects.toMatchObject({
        name: expect.stringMatching(/^AccessDenied(Exception)?$/) as string,
      });
      const widened = withChanged(withOnly(assembly, roleArn, 'policy'), placed, ({ Condition: _, ...statement }) => ({
        ...statement,
        Resource: '*',
      }));
      room.judgeBy(widened);
      await expect(call()).resolves.toBeDefined();
    },
  );
});
