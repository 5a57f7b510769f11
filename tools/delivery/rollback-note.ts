import type { Place } from './assembly/places';
import type { LiveRoom } from './live/ports';

export interface StackState {
  readonly stack: string;
  /** As CloudFormation says it; nothing when there is no such stack. */
  readonly status: string | undefined;
}

export async function statesOf({ stacks }: Pick<Place, 'stacks'>, live: LiveRoom): Promise<StackState[]> {
  const own = stacks.filter(({ parent }) => parent === undefined);
  return Promise.all(own.map(async ({ name }) => ({ stack: name, status: (await live.stack(name))?.status })));
}

function adviceOn(status: string | undefined): string {
  if (status === undefined) return 'not deployed; nothing to undo';
  if (status.endsWith('_IN_PROGRESS')) return 'wait: CloudFormation is still at work';
  if (status === 'UPDATE_ROLLBACK_FAILED')
    return 'the way back failed: read its events, remove the cause, then `npx cdk rollback`';
  if (status === 'UPDATE_FAILED' || status === 'CREATE_FAILED') return 'stands half-way: `npx cdk rollback`';
  if (status === 'ROLLBACK_COMPLETE') return 'its first deployment was undone: delete the stack, then deploy again';
  if (status.includes('ROLLBACK_COMPLETE')) return 'CloudFormation has put it back as it was';
  return 'complete';
}

/** What to do after a deployment that failed: where every stack stands, and how to return to what was there before. */
export function rollbackNote(environment: string, commit: string, states: readonly StackState[]): string {
  return [
    `### The deployment of ${environment} failed`,
    '',
    'CloudFormation undoes a stack that fails. Stacks that were complete before it stay as they are now.',
    '',
    '| Stack | State | What to do |',
    '| --- | --- | --- |',
    ...states.map(({ stack, status }) => `| ${stack} | ${status ?? 'absent'} | ${adviceOn(status)} |`),
    '',
    `To return to what was there before: \`git revert ${commit}\` in a pull request, whose merge deploys it everywhere. ` +
      'Do not change the stacks by hand: the next deployment stops at the drift.',
    '',
    'A return does not bring back what a deployment cannot undo: keys that rotated meanwhile stay rotated, files stay locked ' +
      'for as long as they were locked, and resources that were retained have to be imported (`npx cdk import`).',
  ].join('\n');
}
