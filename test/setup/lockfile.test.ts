import { z } from 'zod';
import manifest from '../../package.json';
import lockfile from '../../package-lock.json';

const Versions = z.record(z.string(), z.string()).optional();
const packages = z
  .record(
    z.string(),
    z.object({ optionalDependencies: Versions, resolved: z.string().optional(), integrity: z.string().optional() }),
  )
  .parse(lockfile.packages);

describe('package.json', () => {
  it('names exact versions only', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    for (const version of Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });
});

describe('package-lock.json', () => {
  it('holds the optional packages of every platform, without which npm ci refuses to install', () => {
    const wanted = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    const locked = Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, ''));
    expect(wanted.filter((name) => !locked.includes(name))).toEqual([]);
  });

  it('names no registry', () => {
    expect(Object.values(packages).filter((entry) => entry.resolved !== undefined)).toEqual([]);
  });
});
