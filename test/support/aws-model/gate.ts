/**
 * What stands between a port and the world: it may fail a call, hold it back or count it. The operation itself is one
 * instant, as a call to AWS is carried out at one.
 */
export type Gate = <Result>(call: string, operation: () => Result, effect?: 'write') => Promise<Result>;
