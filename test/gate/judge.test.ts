import { Judge } from '../../tools/gate/judge';
import { bucket, handMadeRoom, userArn } from '../support/functions/hand-made-room';

const room = handMadeRoom();
const question = { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}`, context: {} };

function deny(Condition: Readonly<Record<string, Readonly<Record<string, string>>>>) {
  const statement = { Effect: 'Deny', Action: '*', Resource: '*', Condition } as const;
  return [{ name: 'added', document: { Version: '2012-10-17', Statement: [statement] } }];
}

describe('a judge', () => {
  it('allows what the templates allow', async () => {
    await expect(new Judge(room).firstRefused(userArn, [question])).resolves.toBeUndefined();
  });

  it('asks policies that somebody was given since the deployment', async () => {
    const addedPolicies = deny({ Bool: { 'aws:SecureTransport': 'true' } });
    await expect(new Judge(room).firstRefused(userArn, [question], { addedPolicies })).resolves.toBe(question);
  });

  it('asks from which address somebody calls', async () => {
    const addedPolicies = deny({ NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } });
    const inside = new Judge(room, '198.51.100.0').firstRefused(userArn, [question], { addedPolicies });
    await expect(inside).resolves.toBeUndefined();
    const elsewhere = new Judge(room).firstRefused(userArn, [question], { addedPolicies });
    await expect(elsewhere).resolves.toBe(question);
  });

  it('asks when temporary credentials were issued, and nothing of the sort of keys', async () => {
    const judge = new Judge(room);
    const addedPolicies = deny({ DateLessThan: { 'aws:TokenIssueTime': '2026-11-21T12:00:00Z' } });
    const session = (time: string) =>
      judge.firstRefused(userArn, [question], { addedPolicies, issuedAt: new Date(time) });
    await expect(session('2026-11-21T11:59:59Z')).resolves.toBe(question);
    await expect(session('2026-11-21T12:00:01Z')).resolves.toBeUndefined();
    await expect(judge.firstRefused(userArn, [question], { addedPolicies })).resolves.toBeUndefined();
  });
});
