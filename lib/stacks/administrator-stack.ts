import { LegacyStackSynthesizer, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { DeliveredEnvironment } from '../delivery/delivered';

export interface AdministratorStackProps {
  /** For which a person deploys it. */
  readonly environment: DeliveredEnvironment;

  /** Begins in capitals, so that no stack of an environment has the name. */
  readonly stackName: string;

  /** What it holds, for whoever finds it in the account. */
  readonly description: string;
}

/**
 * A stack that a person with administrator rights deploys, and no job.
 *
 * It takes neither roles nor the bucket of a bootstrap. Roles, because it decides what they may do. The bucket, because
 * jobs write there: the CDK uploads no file whose name is there already, so a job could leave a template of its own under
 * the name of this one, for the administrator to deploy. Without a bucket a template may have 51,200 bytes.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export abstract class AdministratorStack extends Stack {
  constructor(scope: Construct, id: string, { environment, stackName, description }: AdministratorStackProps) {
    super(scope, id, {
      env: { account: environment.account, region: environment.region },
      stackName,
      description,
      synthesizer: new LegacyStackSynthesizer(),
      terminationProtection: true,
    });
    Tags.of(this).add('environment', environment.name);
    Tags.of(this).add('owner', environment.owner);
  }
}
