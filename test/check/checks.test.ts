import manifest from '../../package.json';
import { ALL_CHECKS, checksOfCommit } from '../../tools/check/checks';

const names = (files: string[]) => checksOfCommit(files).map((check) => check.name);

describe('ALL_CHECKS', () => {
  it.each(ALL_CHECKS)('runs a script that package.json has: $name', ({ command }) => {
    expect(Object.keys(manifest.scripts)).toContain(command[3]);
  });

  it('selects the stacks inside the stages for synth: --strict passes over every error of what is not selected', () => {
    expect(manifest.scripts.synth).toBe('cdk synth "**" --quiet --strict');
  });
});

describe('checksOfCommit', () => {
  it('checks the format alone of files that hold no program', () => {
    expect(names(['README.md', 'cdk.json'])).toEqual(['prettier']);
  });

  it('checks programs alone for lint, and the whole project for types and unused code', () => {
    const checks = checksOfCommit(['README.md', 'lib/place.ts', 'tools/setup/lock.cjs']);
    expect(checks.map((check) => check.name)).toEqual(['eslint', 'typecheck', 'knip', 'prettier']);
    expect(checks[0]?.command.slice(-3)).toEqual(['--', 'lib/place.ts', 'tools/setup/lock.cjs']);
  });

  it('has nothing to do when files are only deleted', () => {
    expect(names([])).toEqual([]);
  });
});
