import { actionsMatching, fittingTypes, knownActions, knownActionsOf, matchesAction } from '../../tools/access/actions';

async function actionNamed(name: string) {
  const [action] = await actionsMatching(name);
  if (action === undefined) throw new Error(`${name} is unknown`);
  return action;
}

describe('the known actions', () => {
  it('are all that the reference has, each once, with a level', async () => {
    const actions = await knownActions();
    const levels = new Set(actions.map(({ level }) => level));
    expect(actions.length).toBeGreaterThan(22_000);
    expect(new Set(actions.map(({ action }) => action.toLowerCase())).size).toBe(actions.length);
    expect([...levels].sort()).toEqual(['List', 'Permissions management', 'Read', 'Tagging', 'Write']);
  });

  it.each([
    ['s3:getobject', ['s3:GetObject']],
    ['kms:*KeyPolic*', ['kms:GetKeyPolicy', 'kms:ListKeyPolicies', 'kms:PutKeyPolicy']],
    ['sts:AssumeRole?', []],
    ['nothing:*', []],
  ])('that %s stands for', async (pattern, expected) => {
    const found = (await actionsMatching(pattern)).map(({ action }) => action);
    expect([...found].sort()).toEqual(expected);
  });

  it.each(['iam:*', 'i?m:List*', '*:GetObject'])('that %s stands for are those that match it', async (pattern) => {
    const found = (await actionsMatching(pattern)).map(({ action }) => action);
    const matching = (await knownActions()).filter(({ action }) => matchesAction(action, pattern));
    expect([...found].sort()).toEqual(matching.map(({ action }) => action).sort());
    expect(found).not.toHaveLength(0);
  });

  it('have the level that says most', async () => {
    expect((await actionNamed('kms:PutKeyPolicy')).level).toBe('Permissions management');
    expect((await actionNamed('s3:PutObjectTagging')).level).toBe('Tagging');
  });
});

describe('an action fits', () => {
  it.each([
    ['s3:GetObject', 'arn:aws:s3:::things', []],
    ['s3:GetObject', 'arn:aws:s3:::things/*', ['object']],
    ['s3:ListBucket', 'arn:aws:s3:::things', ['bucket']],
    ['s3:ListBucket', 'arn:aws:s3:::things/*', []],
    ['s3:ListBucket', 'arn:aws:s3:::things*', ['bucket']],
    ['kms:Decrypt', 'arn:aws:kms:eu-central-1:111122223333:key/1', ['key']],
    ['kms:Decrypt', 'arn:aws:s3:::things', []],
    ['iam:ListUsers', '*', []],
    ['sts:AssumeRole', '*', ['role']],
  ])('%s on %s', async (name, arn, types) => {
    const fitting = fittingTypes(await actionNamed(name), arn).map((type) => type.name);
    expect(fitting.filter((type) => !type.startsWith('accesspoint'))).toEqual(types);
  });
});

it('knows no action of a service that AWS does not have', async () => {
  expect(await knownActionsOf('nothing')).toEqual([]);
});
