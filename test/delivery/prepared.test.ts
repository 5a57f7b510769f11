import type { Resource, Template } from '../../tools/access/template';
import { differenceOf } from '../../tools/delivery/prepared/compare';
import { assertPrepared, preparationOf, surplusInWords } from '../../tools/delivery/prepared/prepared';
import { byHand, FakeRoom, toldBootstrap } from './live-room';

const delivery = byHand.find(({ name }) => name === 'StrongroomDelivery-prod');
const administrators = 'arn:aws:iam::aws:policy/AdministratorAccess';
const told = toldBootstrap();

interface Statement {
  readonly Effect: string;
  readonly Action: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

function policy(statements: readonly Statement[], more: object = {}): Template {
  const Properties = { ManagedPolicyName: 'limit', PolicyDocument: { Statement: statements }, ...more };
  return { Resources: { Limit: { Type: 'AWS::IAM::ManagedPolicy', Properties } } };
}

const reads = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const lists = { Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' };
const keeps = { Effect: 'Deny', Action: 's3:DeleteObject', Resource: '*' };

function differs(expected: readonly Statement[], live: readonly Statement[]) {
  return differenceOf(policy(expected), policy(live));
}

const nothing = { missing: [], surplus: [] };

describe('an account', () => {
  const lookupRoleArn = 'arn:aws:iam::111122223333:role/cdk-portalprod-lookup-role-111122223333-eu-central-1';
  const home = { account: '111122223333', region: 'eu-central-1', partition: 'aws', lookupRoleArn, stacks: [], byHand };

  async function prepared(change: (room: FakeRoom) => void = () => undefined) {
    const room = new FakeRoom();
    change(room);
    const places = [home, { ...home, region: 'us-east-1', byHand: [] }].map((place) => ({ place, live: room }));
    return preparationOf('prod', places);
  }

  const role = Object.entries(delivery?.template.Resources ?? {}).find(
    ([, { Properties }]) => Properties?.RoleName === 'strongroom_prod_deploy',
  );
  const withoutRole = (template: Template): Template => {
    const { [role?.[0] ?? '']: _, ...Resources } = template.Resources;
    return { ...template, Resources };
  };

  it('is prepared when it has what the commit needs', async () => {
    const found = await prepared();

    expect(found).toEqual(nothing);
    expect(() => assertPrepared('prod', found)).not.toThrow();
    expect(surplusInWords('prod', found)).toBeUndefined();
  });

  it('is not while something is missing, and says who runs what', async () => {
    const found = await prepared((room) => (room.changeTemplate = withoutRole));

    expect(() => assertPrepared('prod', found)).toThrow(
      [
        'prod is not prepared for this commit. What a person deploys for it lacks',
        `- ${delivery?.name ?? ''}: AWS::IAM::Role strongroom_prod_deploy`,
        'Nothing was deployed. A person with administrator rights runs, at this commit: npx strongroom bootstrap --environment prod --run',
        'Then run this job again.',
      ].join('\n'),
    );
  });

  it('lacks everything when nobody has prepared it', async () => {
    const { missing } = await prepared((room) => {
      room.changeTemplate = () => undefined;
      room.told = undefined;
    });
    const all = byHand
      .flatMap(({ template }) => Object.values(template.Resources))
      .filter(({ Type }) => Type !== 'AWS::CDK::Metadata');
    const policies = toldBootstrap().CloudFormationExecutionPolicies?.split(',') ?? [];

    expect(policies.length).toBeGreaterThan(0);
    // In two Regions each policy and the boundary.
    expect(missing).toHaveLength(all.length + 2 * (policies.length + 1));
  });

  it('may have more than the commit needs, of which a person is told', async () => {
    const Old = { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'strongroom_prod_boundary_old' } };
    const found = await prepared((room) => {
      room.changeTemplate = (one) => ({ ...one, Resources: { ...one.Resources, Old } });
    });

    expect(() => assertPrepared('prod', found)).not.toThrow();
    expect(surplusInWords('prod', found)).toContain(
      `- ${delivery?.name ?? ''}: AWS::IAM::ManagedPolicy strongroom_prod_boundary_old\n`,
    );
    expect(surplusInWords('prod', found)).toContain('When this deployment is over, a person takes it away');
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'was given no policy',
      { CloudFormationExecutionPolicies: '' },
      "policy strongroom_prod_execution_1 of CloudFormation's role",
    ],
    [
      'is an administrator',
      { CloudFormationExecutionPolicies: `${told.CloudFormationExecutionPolicies ?? ''},${administrators}` },
      `CloudFormation's role without ${administrators}`,
    ],
    [
      'has no boundary',
      { InputPermissionsBoundary: '' },
      "boundary strongroom_prod_execution_boundary of CloudFormation's role",
    ],
    [
      'has another boundary',
      { InputPermissionsBoundary: 'mine' },
      "boundary strongroom_prod_execution_boundary of CloudFormation's role",
    ],
  ])("is not prepared while CloudFormation's role %s", async (_what, change, lack) => {
    const { missing } = await prepared((room) => (room.told = { ...told, ...change }));

    expect(missing).toContain(`- CDKToolkit-portalprod in eu-central-1: ${lack}`);
    expect(missing).toContain(`- CDKToolkit-portalprod in us-east-1: ${lack}`);
  });

  it("may have a policy of CloudFormation's role more, which the deployment still uses", async () => {
    const more = 'arn:aws:iam::111122223333:policy/strongroom_prod_execution_99';
    const all = `${told.CloudFormationExecutionPolicies ?? ''},${more}`;
    const { missing, surplus } = await prepared(
      (room) => (room.told = { ...told, CloudFormationExecutionPolicies: all }),
    );

    expect(missing).toEqual([]);
    expect(surplus).toContain('- CDKToolkit-portalprod in eu-central-1: policy strongroom_prod_execution_99');
  });
});

describe('a policy', () => {
  it('lacks what it does not allow, and what it does not refuse', () => {
    expect(differs([reads, lists], [reads]).missing).toEqual([
      'AWS::IAM::ManagedPolicy limit: allows s3:ListBucket on *',
    ]);
    expect(differs([reads, keeps], [reads]).missing).toEqual([
      'AWS::IAM::ManagedPolicy limit: refuses s3:DeleteObject on *',
    ]);
  });

  it('stands in the way when it refuses what nobody expects to be refused', () => {
    expect(differs([reads], [reads, keeps])).toEqual({
      missing: ['AWS::IAM::ManagedPolicy limit: still refuses s3:DeleteObject on *'],
      surplus: [],
    });
  });

  it('may allow more for as long as the deployment that takes it away needs it', () => {
    expect(differs([reads], [reads, lists])).toEqual({
      missing: [],
      surplus: ['AWS::IAM::ManagedPolicy limit: allows s3:ListBucket on *'],
    });
  });

  it.each<[string, Statement[]]>([
    ['another resource', [{ ...reads, Resource: 'arn:aws:s3:::a/*' }]],
    ['a condition', [{ ...reads, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }]],
    ['all but an action', [{ ...reads, Action: undefined, NotAction: 's3:PutObject' } as Statement]],
    ['everybody', [{ ...reads, Principal: '*' } as Statement]],
  ])('with %s is another one', (_what, live) => {
    expect(differs([reads], live).missing).toEqual(['AWS::IAM::ManagedPolicy limit: allows s3:GetObject on *']);
  });

  it('is the same however its statements are written', () => {
    const condition = { StringEquals: { 'aws:RequestTag/a': ['x', 'y'], 'aws:PrincipalTag/b': ['z'] } };
    const turned = { StringEquals: { 'aws:PrincipalTag/b': 'z', 'aws:RequestTag/a': ['y', 'x'] } };
    const bucket = { 'Fn::GetAtt': ['Bucket', 'Arn'] };

    expect(
      differs(
        [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:ListBucket'], Resource: ['*', bucket], Condition: condition }],
        [
          { ...lists, Resource: [bucket, '*'], Condition: turned },
          { ...reads, Action: ['s3:GetObject'], Resource: '*', Condition: turned },
          { ...reads, Resource: bucket, Condition: turned },
        ],
      ),
    ).toEqual(nothing);
  });

  it('is not told of at length', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ ...reads, Action: `s3:Get${index}` }));

    expect(differs(many, []).missing).toEqual([
      'AWS::IAM::ManagedPolicy limit: allows s3:Get0 on *; allows s3:Get1 on *; allows s3:Get2 on *; allows s3:Get3 on *; and 5 more',
    ]);
  });
});

describe('what AWS hands back', () => {
  it('has a question mark for each character that is not ASCII', () => {
    const own = policy([{ ...reads, Resource: 'arn:aws:s3:::a/café 🙂' }]);
    const live = policy([{ ...reads, Resource: 'arn:aws:s3:::a/caf? ?' }]);

    expect(differenceOf(own, live)).toEqual(nothing);
  });

  it('may differ in words and in the note of which version of the CDK wrote it', () => {
    const note: Resource = { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'x' } };
    const own = policy([reads], { Description: 'new', Tags: [{ Key: 'owner', Value: 'b' }] });
    const live = { Resources: { ...policy([reads], { Description: 'old' }).Resources, CDKMetadata: note } };

    expect(differenceOf(own, live)).toEqual(nothing);
    expect(differenceOf(live, own)).toEqual(nothing);
  });

  it('differs in every other property, and in the type', () => {
    const role = (more: object): Template => ({
      Resources: { Limit: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', ...more } } },
    });

    expect(differenceOf(role({ MaxSessionDuration: 3600 }), role({})).missing).toEqual([
      'AWS::IAM::Role r: another MaxSessionDuration',
    ]);
    expect(differenceOf(role({}), role({ PermissionsBoundary: 'x' })).missing).toEqual([
      'AWS::IAM::Role r: another PermissionsBoundary',
    ]);
    expect(differenceOf(role({}), policy([])).missing).toEqual(['AWS::IAM::Role r instead of AWS::IAM::ManagedPolicy']);
  });
});
