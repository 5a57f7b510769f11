import {
  Aws,
  BootstraplessSynthesizer,
  CfnCondition,
  CfnOutput,
  CfnParameter,
  Fn,
  type IResolvable,
  Stack,
} from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnRole, PolicyDocument, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

import {
  customerAccess,
  customerKeyUse,
  customerTrust,
  maximumCustomerSessionSeconds,
  otherBucketsDeny,
  type SharedFiles,
} from '../../lib/access/customer-statements';
import type { Customer } from '../../lib/config/parameters';
import { acknowledge, type Acknowledgement } from '../../lib/constructs/acknowledgement';

export interface CustomerStackProps {
  readonly customer: Customer;

  /** Name of the service, for whoever reads the template in the customer's account. */
  readonly service: string;

  /** ARNs of the consumers that may assume the role. */
  readonly principalArns: readonly string[];
}

/** The wildcard as the rules print it, with the names of the parameters. */
const belowThePrefix: Acknowledgement = {
  rules: ['AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::<BucketName>/<Prefix>*]'],
  reason: 'Below the prefix that the customer shares, the names of files are not known before they are stored.',
};

/**
 * The customer's side of a trust, as a template that stands for itself: the customer needs neither CDK nor a bootstrapped
 * account, and says which bucket, prefix and key are meant when deploying it.
 */
export class CustomerStack extends Stack {
  constructor(scope: Construct, id: string, props: CustomerStackProps) {
    const { customer, service, principalArns } = props;
    super(scope, id, {
      description: `Lets ${service} list, read and write files below one prefix of one bucket of ${customer.name}`,
      synthesizer: new BootstraplessSynthesizer(),
    });
    this.templateOptions.templateFormatVersion = '2010-09-09';
    const files = this.declareFiles(service);
    const key = this.declareKey();
    const access = customerAccess(files);
    const useOfKey = [customerKeyUse(key.arn, files.bucketArn)];

    const policy = this.policyOf('Access', { description: `Files that ${service} may use`, statements: access });
    const keyPolicy = this.policyOf('UseOfKey', {
      description: `Key of the files that ${service} may use`,
      statements: useOfKey,
    });
    keyPolicy.cfnOptions.condition = key.isGiven;
    const boundary = this.policyOf('Boundary', {
      description: `Upper bound of what ${service} may do, whatever is attached to its role later`,
      statements: [...access, otherBucketsDeny(Aws.ACCOUNT_ID)],
      whenKeyIsGiven: { condition: key.isGiven, statements: useOfKey },
    });
    const role = new CfnRole(this, 'Role', {
      ...pathAndName(customer.roleArn),
      description: `Lets ${service} use files below one prefix`,
      assumeRolePolicyDocument: new PolicyDocument({ statements: [customerTrust(principalArns, customer)] }),
      maxSessionDuration: maximumCustomerSessionSeconds,
      managedPolicyArns: [policy.ref, Fn.conditionIf(key.isGiven.logicalId, keyPolicy.ref, Aws.NO_VALUE).toString()],
      permissionsBoundary: boundary.ref,
    });
    new CfnOutput(this, 'RoleArn', { description: `What ${service} needs to know`, value: role.attrArn });
  }

  private declareFiles(service: string): SharedFiles {
    const bucketName = new CfnParameter(this, 'BucketName', {
      description: 'The bucket, in this account',
      allowedPattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
      constraintDescription: 'the name of a bucket',
    });
    const prefix = new CfnParameter(this, 'Prefix', {
      description: `What ${service} may use: files whose names begin with this, and no others`,
      default: `${service}/`,
      allowedPattern: "^[A-Za-z0-9!_.'()-][A-Za-z0-9!_.'()/-]*/$",
      constraintDescription: "a prefix that ends with '/', does not start with '/' and has no wildcard",
    });
    return { bucketArn: `arn:${Aws.PARTITION}:s3:::${bucketName.valueAsString}`, prefix: prefix.valueAsString };
  }

  private declareKey(): { readonly arn: string; readonly isGiven: CfnCondition } {
    const arn = new CfnParameter(this, 'KmsKeyArn', {
      description: 'The key of the bucket, if it has one of its own. Its policy must let this account decide about it',
      default: '',
      allowedPattern: '^$|^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$',
      constraintDescription: 'the ARN of a key, not of an alias; or nothing',
    }).valueAsString;
    const expression = Fn.conditionNot(Fn.conditionEquals(arn, ''));
    return { arn, isGiven: new CfnCondition(this, 'HasKey', { expression }) };
  }

  private policyOf(
    id: string,
    content: {
      readonly description: string;
      readonly statements: PolicyStatement[];
      readonly whenKeyIsGiven?: { readonly condition: CfnCondition; readonly statements: PolicyStatement[] };
    },
  ): CfnManagedPolicy {
    const { description, statements, whenKeyIsGiven } = content;
    const conditional = whenKeyIsGiven?.statements.map((statement): IResolvable =>
      Fn.conditionIf(whenKeyIsGiven.condition.logicalId, statement.toStatementJson(), Aws.NO_VALUE),
    );
    const policy = new CfnManagedPolicy(this, id, {
      description,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [...statements.map((statement) => statement.toStatementJson() as unknown), ...(conditional ?? [])],
      },
    });
    acknowledge(policy, belowThePrefix);
    return policy;
  }
}

/** Path and name of a role, as CloudFormation takes them apart. */
function pathAndName(roleArn: string): { readonly path: string; readonly roleName: string } {
  const [, ...parts] = roleArn.split('/');
  const roleName = parts.pop() ?? '';
  return { path: parts.length === 0 ? '/' : `/${parts.join('/')}/`, roleName };
}
