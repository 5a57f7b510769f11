import { bootstrapQualifierOf } from '../../lib/config/bootstrap-qualifier';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { rotationFolder } from '../../lib/constructs/rotation-variables';
import { everyFunctionOf, isReconciled, probersOf, reconcilersOf, rotatorsOf } from '../policies/rotation-questions';
import { theOne } from '../support/found';
import { roleArn, type Room } from '../support/room';
import type { Rule } from '../support/rules';

/** What Lambda runs, and as whom. */

function propertiesOf(room: Room, name: string): Readonly<Record<string, unknown>> {
  return theOne(room, 'AWS::Lambda::Function', 'FunctionName', name).properties;
}

/** Folders below lambda/ by the names of the functions that are built from them. */
function foldersOf(room: Room): ReadonlyMap<string, string> {
  return new Map([
    ...rotatorsOf(room).flatMap(({ name, secret }) =>
      'rotation' in secret ? [[name, rotationFolder(secret)] as const] : [],
    ),
    ...reconcilersOf(room).map(({ name }) => [name, 'reconcile-secrets'] as const),
    ...probersOf(room).map(({ name }) => [name, 'probe-access'] as const),
  ]);
}

/** What the bundle of a folder exports: esbuild keeps the names of its entry. */
function exportsOf(folder: string): string[] {
  const entry = path.join(__dirname, '..', '..', 'lambda', folder, 'index.ts');
  return [...readFileSync(entry, 'utf8').matchAll(/^export const (\w+)/gm)].map(([, name]) => name ?? '');
}

export const functionPropertyRules: readonly Rule[] = [
  {
    it: 'runs as its own role',
    when: isReconciled,
    check: (room) => {
      for (const { name } of everyFunctionOf(room)) expect(propertiesOf(room, name).Role).toBe(roleArn(room, name));
    },
  },
  {
    it: 'runs what was synthesized: an asset of its own account and Region, by the digest of its content',
    when: isReconciled,
    check: (room) => {
      const { account, region } = room.environment;
      for (const { name } of everyFunctionOf(room)) {
        expect(propertiesOf(room, name)).toMatchObject({
          Code: {
            S3Bucket: `cdk-${bootstrapQualifierOf(room.environment)}-assets-${account}-${region}`,
            S3Key: expect.stringMatching(/^[0-9a-f]{64}\.zip$/) as string,
          },
        });
      }
    },
  },
  {
    it: 'starts where its bundle begins',
    when: isReconciled,
    check: (room) => {
      const folders = foldersOf(room);
      expect(folders.size).toBe(everyFunctionOf(room).length);
      for (const [name, folder] of folders) {
        const [file, handler] = String(propertiesOf(room, name).Handler).split('.');
        expect(file).toBe('index');
        expect(exportsOf(folder)).toContain(handler);
      }
    },
  },
  {
    it: 'has the memory with which it was measured, on the cheaper processor',
    when: isReconciled,
    check: (room) => {
      for (const { name } of everyFunctionOf(room)) {
        expect(propertiesOf(room, name)).toMatchObject({ MemorySize: 256, Architectures: ['arm64'] });
      }
    },
  },
];
