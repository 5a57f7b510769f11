import { CfnOutput } from 'aws-cdk-lib';
import { CfnOIDCProvider } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

import { boundariesOf } from '../access/boundaries';
import { readOnlyEnding } from '../config/delivery';
import { JobRole } from '../constructs/job-role';
import { FixedBoundary } from '../constructs/permissions-boundary';
import type { DeliveredEnvironment } from '../delivery/delivered';
import {
  deliveryStackName,
  deployRoleName,
  identityProvider,
  identityProviderArn,
  readOnlyRoleName,
} from '../delivery/names';
import { audience, takesBootstrapRoles, trustInJobs } from '../delivery/statements';
import { AdministratorStack } from './administrator-stack';

/**
 * Who may deploy an environment, and the upper bounds of the roles that belong to no workload. A person with administrator
 * rights deploys it before the bootstrap.
 */
export class DeliveryStack extends AdministratorStack {
  constructor(scope: Construct, id: string, environment: DeliveredEnvironment) {
    super(scope, id, {
      environment,
      stackName: deliveryStackName(environment),
      description: `Strongroom ${environment.name}: who may deploy it`,
    });
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
    for (const boundary of boundariesOf(environment)) {
      if ('workload' in boundary.bounded) continue;
      new FixedBoundary(this, `Boundary-${boundary.bounded.kind}`, { place: environment, boundary });
    }
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
