import { isObject } from '../access/template';
import { UnknownRequest } from './operation';

/** A parameter that must be text. @throws UnknownRequest */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new UnknownRequest(`a parameter is no text, but ${typeof value}`);
}

/** A parameter that must be an object. @throws UnknownRequest */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value;
  throw new UnknownRequest(`a parameter is no object, but ${typeof value}`);
}
