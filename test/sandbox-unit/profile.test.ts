import { defaultProfile, loadProfile } from '../../tools/sandbox/profile';
import { SandboxError } from '../../tools/sandbox/errors';

describe('loadProfile', () => {
  const profile = loadProfile(defaultProfile);

  it('reads the pinned emulator', () => {
    expect(profile).toMatchObject({ emulator: 'ministack', version: '1.5.33', account: '000000000000' });
  });

  it('names no type or property twice', () => {
    const names = [
      ...profile.unsupportedTypes.map(({ type }) => type),
      ...profile.ignoredProperties.map(({ type, property }) => `${type}.${property}`),
    ];
    expect(names).toEqual([...new Set(names)]);
  });

  it.each(['absent', '../package', ''])("rejects '%s' and names the profiles there are", (name) => {
    expect(() => loadProfile(name)).toThrow(SandboxError);
    expect(() => loadProfile(name)).toThrow(`Choose one of ${defaultProfile}`);
  });
});
