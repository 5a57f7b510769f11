import { matchesAction } from '../../access/actions';
import { assemblyOf } from '../../access/assembly';
import type { SynthesizedEnvironment } from '../../assembly/cloud-assembly';
import type { Principal } from '../../access/principals';
import { listOf, type PolicyDocument, type Statement } from '../../access/template';

/** What a principal was already allowed by a pattern, and nobody knew of. */
export interface NewlyAllowed {
  readonly environment: string;
  /** ARN. */
  readonly principal: string;
  /** In order. */
  readonly actions: readonly string[];
}

function covers({ Action, NotAction }: Statement, action: string): boolean {
  const isNamed = (patterns: Statement['Action']) => listOf(patterns).some((pattern) => matchesAction(action, pattern));
  return NotAction === undefined ? isNamed(Action) : !isNamed(NotAction);
}

function allows({ Statement: statements }: PolicyDocument, action: string): boolean {
  return statements.some((statement) => statement.Effect === 'Allow' && covers(statement, action));
}

/** Refusals are left out of account: most of them hold only under conditions, and a person reads this list. */
function mayDo({ identityPolicies, boundary }: Principal, action: string): boolean {
  const isLimited = boundary !== undefined && !allows(boundary, action);
  return !isLimited && identityPolicies.some(({ document }) => allows(document, action));
}

/**
 * Who may do which of the actions that became known: no policy has changed, but what it means has become clearer.
 *
 * @param actions as `s3:GetObject`
 */
export function newlyAllowed(
  environments: readonly SynthesizedEnvironment[],
  actions: readonly string[],
): NewlyAllowed[] {
  return environments.flatMap(({ name, stacks }) =>
    assemblyOf(stacks).principals.flatMap((principal) => {
      const found = actions.filter((action) => mayDo(principal, action)).toSorted();
      return found.length === 0 ? [] : [{ environment: name, principal: principal.arn, actions: found }];
    }),
  );
}
