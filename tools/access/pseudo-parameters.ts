import type { Stack } from './template';

/**
 * What CloudFormation itself tells a template; undefined for another name.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
 */
export function pseudoParameter(name: string, stack: Stack): string | undefined {
  const { account, region, partition, urlSuffix } = stack;
  const values: Readonly<Record<string, string>> = {
    'AWS::AccountId': account,
    'AWS::Partition': partition,
    'AWS::Region': region,
    'AWS::StackId': `arn:${partition}:cloudformation:${region}:${account}:stack/${stack.name}/id`,
    'AWS::StackName': stack.name,
    'AWS::URLSuffix': urlSuffix,
  };
  return values[name];
}
