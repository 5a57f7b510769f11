import { isUnfilled, withSessions } from '../../tools/sandbox/completion/secret';

describe('withSessions', () => {
  it('adds the session of the sandbox to every role of a condition on the principal', () => {
    const policy = {
      Statement: [{ Effect: 'Deny', Condition: { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::1:role/x' } } }],
    };
    const account = '000000000000';
    const statement = (arn: unknown) => ({ Condition: { ArnNotEquals: { 'aws:PrincipalArn': arn } } });
    expect(
      withSessions(statement([`arn:aws:iam::${account}:role/path/web`, `arn:aws:iam::${account}:user/x`])),
    ).toEqual(
      statement([
        `arn:aws:iam::${account}:role/path/web`,
        `arn:aws:sts::${account}:assumed-role/web/strongroom-sandbox`,
        `arn:aws:iam::${account}:user/x`,
      ]),
    );
    // Not the ARN of a role: as it was.
    expect(withSessions(policy)).toEqual({
      Statement: [{ Effect: 'Deny', Condition: { ArnNotEquals: { 'aws:PrincipalArn': ['arn:aws:iam::1:role/x'] } } }],
    });
  });

  it('changes nothing else', () => {
    const policy = { Version: '2012-10-17', Statement: [{ Action: ['a', 'b'], Condition: { Bool: { x: 'true' } } }] };
    expect(withSessions(policy)).toEqual(policy);
  });
});

describe('isUnfilled', () => {
  it('is true only for a secret without any value', () => {
    expect(isUnfilled({ Name: 'x' })).toBe(true);
    expect(isUnfilled({ Name: 'x', SecretString: '{}' })).toBe(false);
    expect(isUnfilled({ Name: 'x', GenerateSecretString: {} })).toBe(false);
  });
});
