/** A value with one change, and what the change is. */
export interface Part<Value = unknown> {
  readonly what: string;
  readonly value: Value;
}

/** An account and a role of it that no environment knows. */
export const strangerAccount = '999900009999';

/** The text of a value, changed and read again; undefined when the change leaves it as it is. */
export function rewritten<Value>(value: Value, change: (text: string) => string): Value | undefined {
  const text = JSON.stringify(value);
  const changed = change(text);
  return changed === text ? undefined : (JSON.parse(changed) as Value);
}
