import { App } from 'aws-cdk-lib';

import { DeliveryStack } from '../../lib/stacks/delivery-stack';
import { entriesOf } from '../../tools/access/template';
import { deliveredEnvironment, deliveryStackOf } from '../support/delivered';

function typesIn(change: Parameters<typeof deliveredEnvironment>[0]): string[] {
  const { template } = deliveryStackOf(deliveredEnvironment(change));
  return Object.values(template.Resources).map(({ Type }) => Type);
}

describe('the delivery stack', () => {
  it('is deployed with the rights of whoever calls, before there is any bootstrap', () => {
    const app = new App();
    const { artifactId } = new DeliveryStack(app, 'Delivery', deliveredEnvironment());
    const artifact = app.synth().getStackArtifact(artifactId);
    expect(artifact.assumeRoleArn).toBeUndefined();
    expect(artifact.cloudFormationExecutionRoleArn).toBeUndefined();
    expect(artifact.lookupRole).toBeUndefined();
    expect(artifact.requiresBootstrapStackVersion).toBeUndefined();
    expect(artifact.assets).toEqual([]);
    expect(artifact.template).not.toHaveProperty('Parameters');
    // A larger template would need the bucket of a bootstrap.
    expect(JSON.stringify(artifact.template, undefined, 1).length).toBeLessThan(51_200);
  });

  it('stands in the environment’s account and Region, and is protected against deletion', () => {
    expect(deliveryStackOf(deliveredEnvironment())).toMatchObject({
      name: 'StrongroomDelivery-prod',
      account: '111122223333',
      region: 'eu-central-1',
      terminationProtection: true,
    });
  });

  it('makes the identity provider for STS alone, where the account has none', () => {
    const stack = deliveryStackOf(deliveredEnvironment());
    const [provider, ...more] = entriesOf([stack], 'AWS::IAM::OIDCProvider');
    expect(more).toEqual([]);
    expect(provider?.resource.Properties).toMatchObject({
      Url: 'https://token.actions.githubusercontent.com',
      ClientIdList: ['sts.amazonaws.com'],
    });
    const { Tags } = provider?.resource.Properties ?? {};
    expect(Tags).toEqual([
      { Key: 'environment', Value: 'prod' },
      { Key: 'owner', Value: 'portal-team' },
    ]);
  });

  it('trusts the provider that is there already', () => {
    expect(typesIn({ identityProvider: 'existing' })).not.toContain('AWS::IAM::OIDCProvider');
    const stack = deliveryStackOf(deliveredEnvironment({ identityProvider: 'existing' }));
    const arn = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
    for (const { resource } of entriesOf([stack], 'AWS::IAM::Role')) {
      expect(resource.Properties).toMatchObject({
        AssumeRolePolicyDocument: { Statement: [{ Principal: { Federated: arn } }] },
        MaxSessionDuration: 3600,
      });
    }
  });

  it('makes two roles, each with one policy, the boundaries of trail and forwarding, and nothing else', () => {
    expect(typesIn({}).sort()).toEqual([
      ...Array<string>(4).fill('AWS::IAM::ManagedPolicy'),
      'AWS::IAM::OIDCProvider',
      'AWS::IAM::Role',
      'AWS::IAM::Role',
    ]);
    const names = entriesOf([deliveryStackOf(deliveredEnvironment())], 'AWS::IAM::ManagedPolicy').flatMap(
      ({ resource }) => (resource.Properties?.ManagedPolicyName as string | undefined) ?? [],
    );
    expect(names).toEqual(['strongroom_prod_boundary_trail', 'strongroom_prod_boundary_forwarding']);
  });

  it('tells continuous integration the roles', () => {
    const { template } = deliveryStackOf(deliveredEnvironment());
    expect(template).toMatchObject({
      Outputs: {
        DeployRoleArn: { Description: 'AWS_DEPLOY_ROLE_ARN of prod' },
        ReadOnlyRoleArn: { Description: 'AWS_READ_ONLY_ROLE_ARN of prod-read-only' },
      },
    });
  });
});
