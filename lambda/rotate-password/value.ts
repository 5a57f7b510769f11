import { parseObject } from '../rotation/json';

/** What a value says, or why it is not one that this rotation writes. */
export type Reading =
  | { readonly password: string; readonly fault?: undefined }
  | { readonly password?: undefined; readonly fault: 'other-user' | ShapeFault };

type ShapeFault =
  | 'is not a JSON object'
  | 'has no username or no password'
  | 'has other fields than username and password'
  | 'is a JSON object and not a password alone';

/** @param userName absent where the value is the password alone */
export function writePassword(password: string, userName: string | undefined): string {
  return userName === undefined ? password : JSON.stringify({ username: userName, password });
}

/** Reads a value; any password does, because the first may be a person's. */
export function readPassword(value: string, userName: string | undefined): Reading {
  const fields = parseObject(value);
  if (userName === undefined) {
    return fields === undefined ? { password: value } : { fault: 'is a JSON object and not a password alone' };
  }
  if (fields === undefined) return { fault: 'is not a JSON object' };
  const { username, password, ...others } = fields;
  if (typeof username !== 'string' || typeof password !== 'string' || password === '') {
    return { fault: 'has no username or no password' };
  }
  if (username !== userName) return { fault: 'other-user' };
  if (Object.keys(others).length > 0) return { fault: 'has other fields than username and password' };
  return { password };
}
