import { fittingTypes, type KnownAction } from '../actions';
import { matchesArn, partsOf } from '../arn-patterns';
import { commonText, intersectsPattern, matchesPattern } from '../patterns';
import type { Condition } from './access-row';
import { allOf, isNever } from './condition-tree';
import { decideResources, type ResourceSet } from './resource-set';

/** Which values an ARN takes where a pattern leaves them open. */
export interface Surroundings {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/** What the open places of a pattern are filled with; one of them escapes each exception of a statement. */
const fillings = ['x', 'sample', 'a-second-sample', '0'];

function part(pattern: string, type: string, usual: string, filling: string): string | undefined {
  if (usual !== '' && matchesPattern(usual, pattern) && matchesPattern(usual, type)) return usual;
  const filled = pattern.replaceAll('*', filling).replaceAll('?', 'x');
  return matchesPattern(filled, type) ? filled : commonText(pattern, type, filling.slice(0, 1));
}

function arnIn(pattern: string, type: string, { partition, region, account }: Surroundings, filling: string) {
  const usual = ['arn', partition, '', region, account, ''];
  const types = partsOf(type);
  const written = pattern === '*' ? types.map(() => '*') : partsOf(pattern);
  const parts = types.map((wanted, index) =>
    intersectsPattern(written[index] ?? '*', wanted)
      ? part(written[index] ?? '*', wanted, usual[index] ?? '', filling)
      : undefined,
  );
  return parts.some((one) => one === undefined) ? undefined : parts.join(':');
}

/** Elsewhere, for a statement that excepts everything that is here. */
function elsewhere(around: Surroundings): Surroundings[] {
  const region = 'sample-region-1';
  const account = '000000000000';
  return [around, { ...around, region }, { ...around, account }, { ...around, region, account }];
}

/** Resources of a set to which the action can be done, the most usual first; `*` for an action without resources. */
export function* samplesOf(
  set: ResourceSet,
  action: KnownAction,
  conditions: Condition,
  around: Surroundings,
): Generator<string> {
  if (action.resourceTypes.length === 0) yield '*';
  const all = allOf([...set.conditions, conditions]);
  for (const place of elsewhere(around)) {
    for (const { arn: type } of fittingTypes(action, set.pattern)) {
      for (const filling of fillings) {
        const arn = arnIn(set.pattern, type, place, filling);
        const fits =
          arn !== undefined &&
          matchesArn(arn, set.pattern) &&
          fittingTypes(action, arn).length > 0 &&
          !isNever(decideResources(all, arn));
        if (fits) yield arn;
      }
    }
  }
  // The reference writes some kinds of resources with a wildcard, and the simulator takes it for a letter of their ARNs.
  if (set.pattern.includes('*')) yield set.pattern;
}
