import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { AnotherAssembly, digestOf, sumsOf, verify } from '../../tools/delivery/assembly/fingerprint';
import { hashFolder, sumsFile } from '../../tools/delivery/assembly/folder';

const home = mkdtempSync(join(tmpdir(), 'fingerprint-'));

afterAll(() => rmSync(home, { recursive: true, force: true }));

/** An assembly with its list of files, as its synthesis leaves it. */
function assembly() {
  const folder = mkdtempSync(join(home, 'assembly-'));
  mkdirSync(join(folder, 'asset.1/.hidden'), { recursive: true });
  writeFileSync(join(folder, 'manifest.json'), '{}');
  writeFileSync(join(folder, 'asset.1/index.js'), 'exports.handler = 1');
  writeFileSync(join(folder, 'asset.1/.hidden/file'), '');
  const files = hashFolder(folder);
  writeFileSync(sumsFile(folder), sumsOf(files));
  return { folder, sums: sumsOf(files), digest: digestOf(files) };
}

it('knows the assembly that was synthesized', () => {
  const { folder, sums, digest } = assembly();

  expect(() => verify(folder, hashFolder(folder), sums, digest)).not.toThrow();
});

it('writes a list that sha256sum can check', () => {
  const { sums } = assembly();
  const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

  expect(sums.split('\n')).toEqual([
    `${sha256('')}  asset.1/.hidden/file`,
    `${sha256('exports.handler = 1')}  asset.1/index.js`,
    `${sha256('{}')}  manifest.json`,
    '',
  ]);
});

it.each([
  ['changed', 'asset.1/index.js was changed', (folder: string) => writeFileSync(join(folder, 'asset.1/index.js'), 'x')],
  ['added', 'asset.2.js was added', (folder: string) => writeFileSync(join(folder, 'asset.2.js'), '')],
  ['added where nobody looks', '.x was added', (folder: string) => writeFileSync(join(folder, '.x'), '')],
  ['taken away', 'manifest.json is missing', (folder: string) => rmSync(join(folder, 'manifest.json'))],
])('refuses an assembly of which a file was %s', (_what, found, change) => {
  const { folder, sums, digest } = assembly();
  change(folder);

  expect(() => verify(folder, hashFolder(folder), sums, digest)).toThrow(found);
});

it('refuses an assembly whose list was changed with its files', () => {
  const { folder, digest } = assembly();
  writeFileSync(join(folder, 'manifest.json'), '{"other":true}');
  const files = hashFolder(folder);

  expect(() => verify(folder, files, sumsOf(files), digest)).toThrow('its list of files was changed with it');
});

it.each(['', 'undefined', 'a'.repeat(63)])("refuses to hold an assembly to the digest '%s'", (digest) => {
  const { folder, sums } = assembly();

  expect(() => verify(folder, hashFolder(folder), sums, digest)).toThrow(
    new AnotherAssembly(folder, `'${digest}' is no SHA-256 that it could be held to`),
  );
});

it('refuses a link, whose content is elsewhere', () => {
  const { folder } = assembly();
  symlinkSync('/etc/hostname', join(folder, 'link'));

  expect(() => hashFolder(folder)).toThrow('link is no ordinary file');
});

it('says how to write an assembly that is not there', () => {
  expect(() => hashFolder(join(home, 'absent'))).toThrow('write it with npm run assembly');
});
