type Members = Readonly<Record<string, unknown>>;

/** The members of an object. Anything else has none that a reader could look for. */
export function membersOf(value: unknown): Members {
  return { ...(value as object | null | undefined) };
}

/** What a text in JSON says; nothing if it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's error quotes the text, which may be a secret, and so must go no further.
    return undefined;
  }
}

/** The members of a JSON object; nothing if the text is none. */
export function parseObject(text: string): Members | undefined {
  const parsed = parseJson(text);
  return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : undefined;
}
