import type { Condition } from '../rows/access-row';
import { conditionText } from './canonical-condition';

/** One thing that somebody may do. */
export interface Access {
  /** As AWS writes it: `s3:GetObject`. */
  readonly action: string;
  /** ARN pattern of what it may be done to; `*` for an action without a resource. */
  readonly resource: string;
  /** When, as far as it is not known of every request of the principal. */
  readonly conditions: Condition;
  /** What is out of the ordinary: a resource whose policy refuses what was allowed, or allows what nothing else does. */
  readonly remark?: string;
}

/** The same line for the same access, so that sets of lines can be compared. */
export function accessLine({ action, resource, conditions, remark }: Access): string {
  const condition = conditionText(conditions);
  const when = condition === 'always' ? '' : ` when ${condition}`;
  return `${action} on ${resource}${when}${remark === undefined ? '' : ` (${remark})`}`;
}
