import { SimulationError } from '../../tools/access/simulator/simulate';
import { administrator, ask } from '../support/questions';
import { filesBucketArn, roomOf } from '../support/room';
import { environments, named } from '../support/templates';

/** The helper that all policy tests stand on must not take what it cannot judge for a refusal. */

const room = roomOf(named(environments, 'prod'));
const [portal] = room.environment.workloads;
const bucket = portal === undefined ? '' : filesBucketArn(room, portal);
const caller = administrator('arn:aws:iam::333344445555:role/administrator');

it.each([
  [
    'a context key that AWS does not send with the action',
    { action: 's3:GetObject', resource: `${bucket}/a`, context: { 'sts:ExternalId': 'x' } },
  ],
  ['an action that does not exist', { action: 's3:HeadObject', resource: `${bucket}/a` }],
  ['a resource of another kind', { action: 's3:ListBucket', resource: `${bucket}/a` }],
])('refuses to answer a question with %s', async (_what, question) => {
  await expect(ask(room.assembly, { caller, ...question })).rejects.toThrow(SimulationError);
});

it('refuses to answer about a resource of an unknown owner', async () => {
  const question = { caller, action: 's3:GetObject', resource: 'arn:aws:s3:::another/a' };
  await expect(ask(room.assembly, question)).rejects.toThrow('resourceAccount');
});

it('refuses to answer for a principal that no stack has', async () => {
  const question = { caller: 'arn:aws:iam::333344445555:role/nobody', action: 's3:GetObject', resource: `${bucket}/a` };
  await expect(ask(room.assembly, question)).rejects.toThrow('nobody');
});

it('refuses to answer no question at all', async () => {
  await expect(ask(room.assembly, [])).rejects.toThrow();
});
