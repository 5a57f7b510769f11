import { actionsMatching } from '../../../tools/access/actions';
import { type Assembly, assemblyOf } from '../../../tools/access/assembly';
import { confirm } from '../../../tools/access/rows/confirm';
import { AccessError } from '../../../tools/access/rows/errors';
import { placed } from '../../../tools/access/rows/placed-statement';
import type { OpenWay } from '../../../tools/access/rows/way';
import type { PolicyDocument } from '../../../tools/access/template';
import { account, environmentWith, policy, role } from './support/told';

const arn = `arn:aws:iam::${account}:role/web`;

/** An assembly whose role has one policy, and the way that it would open. */
async function readingOf(document: Record<string, unknown>): Promise<{ way: OpenWay; assembly: Assembly }> {
  const assembly = assemblyOf(environmentWith({ Web: role('web', document) }).stacks);
  const [principal] = assembly.principals;
  const [action] = await actionsMatching('s3:GetObject');
  if (principal === undefined || action === undefined) throw new Error('the assembly has no role');
  const allowing = await placed('identity', document as unknown as PolicyDocument, [principal.entry]);
  const way: OpenWay = {
    subject: { principal: { kind: 'role', id: arn }, account, hasBoundary: false },
    action,
    set: { pattern: 'arn:aws:s3:::things/*', conditions: [] },
    allowing,
    meant: [],
    denying: [],
    conditions: { all: [] },
    deciding: allowing.map(({ told }) => told),
  };
  return { way, assembly };
}

it('agrees with a way that the policies open', async () => {
  const { way, assembly } = await readingOf(policy({ Action: 's3:GetObject', Resource: '*' }));
  await expect(confirm(way, assembly)).resolves.toBeUndefined();
});

it('is an error that names the row, its statements and both answers when the simulator does not agree', async () => {
  const { way, assembly } = await readingOf(policy({ Sid: 'Lists', Action: 's3:ListBucket', Resource: '*' }));
  const confirmation = confirm(way, assembly);
  await expect(confirmation).rejects.toThrow(AccessError);
  await expect(confirmation).rejects.toThrow(
    `role ${arn}: s3:GetObject on arn:aws:s3:::things/* (Web: Lists): our own reading of the policies allows it, the simulator refuses it in every request about arn:aws:s3:::things/x`,
  );
});

it('does not agree with a condition on somebody else', async () => {
  const Condition = { StringEquals: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/other` } };
  const { way, assembly } = await readingOf(policy({ Action: 's3:GetObject', Resource: '*', Condition }));
  await expect(confirm(way, assembly)).rejects.toThrow('the simulator refuses it');
});

it('asks in another way when the simulator cannot be asked about an ARN', async () => {
  const { way, assembly } = await readingOf(policy({ Action: 's3:GetObject', Resource: '*' }));
  const [action] = await actionsMatching('amplifybackend:CloneBackend');
  if (action === undefined) throw new Error('AWS has that action no more: take another one');
  const other: OpenWay = { ...way, action, set: { pattern: '*', conditions: [] } };
  await expect(confirm(other, assembly)).rejects.toThrow('the simulator refuses it');
  const allowed = await readingOf(policy({ Action: 'amplifybackend:*', Resource: '*' }));
  await expect(confirm(other, allowed.assembly)).resolves.toBeUndefined();
});

it('asks about a resource that the row is about, not about one that it excepts', async () => {
  const things = 'arn:aws:s3:::things';
  const { way, assembly } = await readingOf(
    policy({ Action: 's3:GetObject', NotResource: [`${things}/x`, `${things}/sample`] }),
  );
  const excepted = [{ not: { resourceLike: [`${things}/x`] } }, { not: { resourceLike: [`${things}/sample`] } }];
  await expect(confirm({ ...way, conditions: { all: excepted } }, assembly)).resolves.toBeUndefined();
  await expect(confirm({ ...way, set: { ...way.set, conditions: excepted } }, assembly)).resolves.toBeUndefined();
});

it('is an error when there is no resource to ask about', async () => {
  const { way, assembly } = await readingOf(policy({ Action: 's3:GetObject', Resource: '*' }));
  const nowhere: OpenWay = { ...way, set: { pattern: 'arn:aws:s3:::things', conditions: [] } };
  await expect(confirm(nowhere, assembly)).rejects.toThrow('no ARN is found');
});
