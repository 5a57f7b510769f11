/** What JSON can hold besides objects and arrays. */
export type Scalar = string | number | boolean | null;

/** One value of an event: a leaf of its JSON. */
export interface EventField {
  /** Names from the root, joined by dots. Arrays leave no trace in it. */
  readonly path: string;
  readonly value: Scalar;
  /** Which element of each array above it holds it, by the array's own path. */
  readonly elements: ReadonlyMap<string, number>;
}

/**
 * The values of an event, as EventBridge sees them: arrays are crushed out of the names, and an empty object or array
 * holds nothing.
 *
 * @see https://github.com/aws/event-ruler#json-array-matching
 */
export function fieldsOf(event: unknown): EventField[] {
  return fieldsBelow(event, { path: '', position: '', elements: new Map() });
}

interface Place {
  readonly path: string;
  /** The path with the indexes of arrays: two arrays of one path are different arrays. */
  readonly position: string;
  readonly elements: ReadonlyMap<string, number>;
}

function fieldsBelow(value: unknown, place: Place): EventField[] {
  const { path, position, elements } = place;
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) =>
      fieldsBelow(item, {
        path,
        position: `${position}[${String(index)}]`,
        elements: new Map([...elements, [position, index]]),
      }),
    );
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, item]) =>
      fieldsBelow(item, { path: joined(path, name), position: `${position}.${name}`, elements }),
    );
  }
  return isScalar(value) ? [{ path, value, elements }] : [];
}

export function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** Whether no two of the fields lie in different elements of one array. */
export function lieTogether(fields: readonly EventField[]): boolean {
  const seen = new Map<string, number>();
  return fields.every(({ elements }) =>
    [...elements].every(([array, index]) => {
      const other = seen.get(array) ?? index;
      seen.set(array, index);
      return other === index;
    }),
  );
}
