import { CreateChangeSetCommand } from '@aws-sdk/client-cloudformation';

import type { Aws } from '../../tools/sandbox/aws';

/** Asks CloudFormation for a change set with one resource of a type, which is refused when the type is unknown. */
export async function changeSetOf(aws: Aws, type: string): Promise<void> {
  await aws.cloudFormation.send(
    new CreateChangeSetCommand({
      StackName: `probe-${type.replaceAll('::', '-').toLowerCase()}`,
      ChangeSetName: 'probe',
      ChangeSetType: 'CREATE',
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      TemplateBody: JSON.stringify({ Resources: { Probe: { Type: type } } }),
    }),
  );
}
