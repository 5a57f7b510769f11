import { CfnOutput, LegacyStackSynthesizer, Stack, Tags } from 'aws-cdk-lib';
import { CfnOIDCProvider } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

import { readOnlyEnding } from '../config/delivery';
import { JobRole } from '../constructs/job-role';
import type { DeliveredEnvironment } from '../delivery/delivered';
import {
  deliveryStackName,
  deployRoleName,
  identityProvider,
  identityProviderArn,
  readOnlyRoleName,
} from '../delivery/names';
import { audience, takesBootstrapRoles, trustInJobs } from '../delivery/statements';

/**
 * Who may deploy an environment. A person with administrator rights deploys it once, before the bootstrap; no deployment
 * of the environment touches it.
 */
export class DeliveryStack extends Stack {
  constructor(scope: Construct, id: string, environment: DeliveredEnvironment) {
    super(scope, id, {
      env: { account: environment.account, region: environment.region },
      stackName: deliveryStackName(environment),
      description: `Strongroom ${environment.name}: who may deploy it`,
      // The only one that takes neither roles nor a bucket of a bootstrap, which does not exist yet.
      synthesizer: new LegacyStackSynthesizer(),
      terminationProtection: true,
    });
    Tags.of(this).add('environment', environment.name);
    Tags.of(this).add('owner', environment.owner);
    const { delivery, name } = environment;
    const providerArn = delivery.identityProvider === 'create' ? this.makeProvider() : identityProviderArn(environment);

    const deploy = new JobRole(this, 'Deploy', {
      roleName: deployRoleName(environment),
      description: `Jobs that deploy ${name}`,
      trust: trustInJobs(delivery, providerArn, name),
      statements: [takesBootstrapRoles(environment, ['deploy', 'file-publishing', 'lookup'])],
    });
    const readOnly = new JobRole(this, 'ReadOnly', {
      roleName: readOnlyRoleName(environment),
      description: `Jobs that compare ${name} with its templates`,
      trust: trustInJobs(delivery, providerArn, `${name}${readOnlyEnding}`),
      statements: [takesBootstrapRoles(environment, ['lookup'])],
    });
    // Named as the variables of continuous integration that they are put into.
    new CfnOutput(this, 'DeployRoleArn', { value: deploy.arn, description: `AWS_DEPLOY_ROLE_ARN of ${name}` });
    new CfnOutput(this, 'ReadOnlyRoleArn', {
      value: readOnly.arn,
      description: `AWS_READ_ONLY_ROLE_ARN of ${name}${readOnlyEnding}`,
    });
  }

  private makeProvider(): string {
    // Without thumbprints: AWS knows the certificate authorities of GitHub itself.
    const provider = new CfnOIDCProvider(this, 'GitHub', { url: identityProvider.url, clientIdList: [audience] });
    return provider.attrArn;
  }
}
