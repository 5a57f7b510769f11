import { assertNoDrift, driftInWords, driftOf } from '../../tools/delivery/drift';
import type { DriftedResource } from '../../tools/delivery/live/ports';
import { rollbackNote, statesOf } from '../../tools/delivery/rollback-note';
import { byHand, FakeRoom, stacks } from './live-room';

const [first] = stacks;
const stack = first?.name ?? '';
const opened: DriftedResource = {
  logicalId: 'Bucket',
  type: 'AWS::S3::Bucket',
  physicalId: 'portal-prod',
  status: 'MODIFIED',
  properties: ['/PublicAccessBlockConfiguration/BlockPublicAcls'],
};

async function drift(change: (room: FakeRoom) => void = () => undefined) {
  const room = new FakeRoom();
  change(room);
  return driftOf({ stacks, byHand }, room);
}

const withOpened = (room: FakeRoom) => (room.drifted = { [stack]: [opened] });

it('passes when nothing has drifted', async () => {
  const found = await drift();

  expect(() => assertNoDrift('prod', found, [])).not.toThrow();
  const count = stacks.length + byHand.length;
  expect(driftInWords('prod', found)).toContain(`None: ${count} of ${count} stacks compared`);
});

it('stops when what a person deploys has drifted', async () => {
  const [role] = byHand;
  const found = await drift((room) => (room.drifted = { [role?.name ?? '']: [{ ...opened, logicalId: 'Deploy' }] }));

  expect(() => assertNoDrift('prod', found, [])).toThrow('prod has drifted: StrongroomDelivery-prod/Deploy. Find out');
});

it('stops when something has, and names it without its values', async () => {
  const found = await drift(withOpened);

  expect(() => assertNoDrift('prod', found, [])).toThrow(`prod has drifted: ${stack}/Bucket. Find out in the trail`);
  expect(driftInWords('prod', found)).toContain(
    `| \`${stack}/Bucket\` | AWS::S3::Bucket | \`portal-prod\` | \`/PublicAccessBlockConfiguration/BlockPublicAcls\` |`,
  );
});

it('stops when a resource was deleted', async () => {
  const found = await drift((room) => (room.drifted = { [stack]: [{ ...opened, status: 'DELETED', properties: [] }] }));

  expect(() => assertNoDrift('prod', found, [])).toThrow('has drifted');
  expect(driftInWords('prod', found)).toContain('| deleted |');
});

it('passes what somebody accepted by name, and nothing else', async () => {
  const found = await drift(withOpened);

  expect(() => assertNoDrift('prod', found, [`${stack}/Bucket`])).not.toThrow();
  expect(() => assertNoDrift('prod', found, [`${stack}/Other`])).toThrow('has drifted');
  expect(() => assertNoDrift('prod', found, [stack])).toThrow('has drifted');
});

it('stops for an acceptance that has become unnecessary', async () => {
  const found = await drift();

  expect(() => assertNoDrift('prod', found, [`${stack}/Bucket`])).toThrow('names what has not drifted');
});

it('has nothing to compare at a first deployment', async () => {
  const found = await drift((room) => (room.changeStack = () => undefined));

  expect(() => assertNoDrift('prod', found, [])).not.toThrow();
  expect(driftInWords('prod', found)).toContain(`Not deployed yet: ${stack}`);
});

it.each([
  ['UPDATE_ROLLBACK_COMPLETE', 'CloudFormation has put it back as it was'],
  ['UPDATE_ROLLBACK_FAILED', 'the way back failed'],
  ['UPDATE_FAILED', 'npx cdk rollback'],
  ['ROLLBACK_COMPLETE', 'delete the stack, then deploy again'],
  ['UPDATE_IN_PROGRESS', 'wait'],
  ['UPDATE_COMPLETE', '| complete |'],
])('says what to do about a stack that is %s', async (status, advice) => {
  const room = new FakeRoom();
  room.changeStack = (one) => ({ ...one, status });
  const note = rollbackNote('prod', 'c0ffee', await statesOf({ stacks }, room));

  expect(note).toContain(`| ${stack} | ${status} |`);
  expect(note).toContain(advice);
  expect(note).toContain('`git revert c0ffee`');
});
