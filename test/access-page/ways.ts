import type {
  AccessLevel,
  AccessRow,
  Condition,
  DecidingStatement,
  RowPrincipal,
} from '../../tools/access/rows/access-row';
import { all } from './conditions';

/** Rows that differ in their action and its level alone. */
export interface Ways {
  readonly principal: RowPrincipal;
  readonly resource: string;
  readonly actions: Readonly<Partial<Record<AccessLevel, readonly string[]>>>;
  readonly conditions?: Condition;
  readonly deciding: readonly DecidingStatement[];
  readonly maximumSessionSeconds?: number;
}

export function rowsOf(environment: string, { actions, conditions = all(), ...rest }: Ways): AccessRow[] {
  return Object.entries(actions).flatMap(([level, names]) =>
    names.map((action): AccessRow => ({ environment, ...rest, conditions, action, level: level as AccessLevel })),
  );
}
