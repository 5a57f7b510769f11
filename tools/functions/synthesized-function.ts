import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Entry } from '../access/template';

/** A function as it would be deployed: its template's variables and role, and the very file of its asset. */
export interface SynthesizedFunction {
  readonly name: string;
  readonly roleArn: string;
  readonly bundle: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutMilliseconds: number;
  readonly logGroupArn: string;
  /** Where an event goes that it could not handle. */
  readonly deadLetterArn?: string;
}

interface FunctionProperties {
  readonly FunctionName: string;
  readonly Role: string;
  readonly Timeout: number;
  readonly Code: { readonly S3Key: string };
  readonly LoggingConfig: { readonly LogGroup: string };
  readonly DeadLetterConfig?: { readonly TargetArn: string };
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> };
}

/**
 * @param entry function whose properties are resolved
 * @param folder of the cloud assembly that holds its asset
 * @throws Error when the asset has no bundle
 */
export function synthesizedFunction({ logicalId, resource, stack }: Entry, folder: string): SynthesizedFunction {
  const properties = resource.Properties as unknown as FunctionProperties;
  const asset = join(folder, `asset.${properties.Code.S3Key.replace(/\.zip$/, '')}`);
  const bundle = ['index.js', 'index.cjs', 'index.mjs'].map((name) => join(asset, name)).find(existsSync);
  if (bundle === undefined) throw new Error(`${logicalId}: its asset ${asset} has no index file`);
  return {
    name: properties.FunctionName,
    roleArn: properties.Role,
    bundle,
    variables: properties.Environment?.Variables ?? {},
    timeoutMilliseconds: properties.Timeout * 1000,
    logGroupArn: `arn:${stack.partition}:logs:${stack.region}:${stack.account}:log-group:${properties.LoggingConfig.LogGroup}`,
    ...(properties.DeadLetterConfig === undefined ? {} : { deadLetterArn: properties.DeadLetterConfig.TargetArn }),
  };
}
