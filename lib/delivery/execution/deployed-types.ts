import { CfnDeletionPolicy, CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** What an environment's own stacks do with the resources of a type. */
export interface DeployedType {
  /**
   * Whether a deployment deletes any of them. CloudFormation does where a resource says nothing.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
   */
  readonly deletes: boolean;
}

/** Resource types as CloudFormation names them, each once. */
export type DeployedTypes = ReadonlyMap<string, DeployedType>;

function isDeleted({ cfnOptions: { deletionPolicy } }: CfnResource): boolean {
  return deletionPolicy === undefined || deletionPolicy === CfnDeletionPolicy.DELETE;
}

/** The types of everything below a construct, sorted by name. Nothing is synthesized. */
export function deployedTypesIn(scope: IConstruct): DeployedTypes {
  const found = new Map<string, DeployedType>();
  for (const resource of scope.node.findAll().filter((construct) => CfnResource.isCfnResource(construct))) {
    const deletes = found.get(resource.cfnResourceType)?.deletes === true || isDeleted(resource);
    found.set(resource.cfnResourceType, { deletes });
  }
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}
