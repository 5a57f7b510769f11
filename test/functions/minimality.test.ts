import { listOf } from '../../tools/access/template';
import type { Question } from '../../tools/gate/questions';
import { statementsIn, withChanged, withoutAction } from '../support/functions/changed-policies';
import { liveThroughAll } from '../support/functions/life-of-all';
import { type PlatformUse, RecordedLife } from '../support/functions/recorded-life';
import { keyFromAnywhere, keyFromOneNetwork, rotatingEnvironment } from '../support/functions/rotating-environment';
import { RunningRoom } from '../support/functions/running-room';
import { functionOf, synthesizedRoom } from '../support/functions/synthesized-room';

const synthesized = synthesizedRoom(rotatingEnvironment());
const { assembly } = synthesized;

/** The functions that are looked at, by the end of their name. */
const subjects = ['rotate-scanner-key', 'rotate-session-keys', 'rotate-queue-password', 'portal-reconcile'].map(
  (ending) => ({ ending, ...functionOf(synthesized, ending) }),
);

const question = (action: string, resource: string): Question => ({ action, resource, context: {} });

const platform: PlatformUse[] = subjects.map(({ roleArn, logGroupArn, deadLetterArn }) => ({
  role: roleArn,
  questions: [
    question('logs:CreateLogStream', `${logGroupArn}:log-stream:2026/11/21/[$LATEST]0`),
    question('logs:PutLogEvents', `${logGroupArn}:log-stream:2026/11/21/[$LATEST]0`),
    ...(deadLetterArn === undefined ? [] : [question('sqs:SendMessage', deadLetterArn)]),
  ],
}));

let room: RunningRoom;
let life: RecordedLife;

beforeAll(async () => {
  room = await RunningRoom.start(synthesized, { keepsWarm: true });
  await room.renew();
  life = new RecordedLife(room, [keyFromOneNetwork], platform);
  await liveThroughAll(room, life, {
    accessKey: keyFromOneNetwork,
    values: ['session-keys', 'queue-password'],
    bystanders: [keyFromAnywhere, 'mail-login', 'old-session-key'],
  });
}, 120_000);

afterAll(async () => (room as RunningRoom | undefined)?.stop());

it('ends every scene of the recorded life in the same way, when it is lived again under the same policies', async () => {
  for (const scene of life.scenes)
    expect({ [scene.name]: await life.again(scene, assembly) }).toEqual({ [scene.name]: scene.ending });
}, 60_000);

describe.each(subjects)('the policy of $ending', ({ roleArn }) => {
  const rights = statementsIn(assembly, roleArn, 'policy').flatMap((placed) =>
    listOf(placed.statement.Action).map((action) => ({ action, sid: placed.statement.Sid, placed })),
  );

  it.each(rights)('needs $action in $sid: without it a step fails', async ({ action, placed }) => {
    const reduced = withChanged(assembly, placed, withoutAction(action));
    expect(await missed(reduced, roleArn, action)).toBeDefined();
  });
});

describe('the boundary of the functions', () => {
  const [{ roleArn } = { roleArn: '' }] = subjects;
  const rights = statementsIn(assembly, roleArn, 'boundary').flatMap((placed) =>
    listOf(placed.statement.Action).map((action) => ({ action, sid: placed.statement.Sid, placed })),
  );

  it.each(rights)('needs $action in $sid: without it a step fails', async ({ action, placed }) => {
    expect(await missed(withChanged(assembly, placed, withoutAction(action)), undefined, action)).toBeDefined();
  });
});

/** The first scene that ends otherwise. A refused call may be one that a function can do without in that scene. */
async function missed(reduced: typeof assembly, role: string | undefined, action: string): Promise<string | undefined> {
  for (const scene of life.asking(role, action)) {
    if ((await life.again(scene, reduced)) !== scene.ending) return scene.name;
  }
  return undefined;
}
