import { readFileSync, rmSync, writeFileSync } from 'node:fs';

import { byHandFolder } from '../assembly/by-hand';
import { digestOf, sumsOf, verify } from '../assembly/fingerprint';
import { hashFolder, sumsFile } from '../assembly/folder';
import { synthesize, synthesizeByHand } from '../programs';
import type { Report } from '../report';

/**
 * `npm run assembly`: writes what every environment will get, once, and what it is known by.
 *
 * @param delivered environments for which a person deploys something before: that is written beside, to be compared alone
 */
export async function writeAssembly(
  folder: string,
  delivered: readonly string[],
  report: Report,
  inherited: NodeJS.ProcessEnv,
): Promise<void> {
  // Left by an earlier synthesis, a file would travel along.
  rmSync(folder, { recursive: true, force: true });
  await synthesize(folder, inherited);
  for (const environment of delivered) {
    await synthesizeByHand(environment, byHandFolder(folder, environment), inherited);
  }
  const files = hashFolder(folder);
  writeFileSync(sumsFile(folder), sumsOf(files));
  const digest = digestOf(files);
  report.output('digest', digest);
  // For GitLab, which takes outputs of a job from a file (artifacts:reports:dotenv).
  writeFileSync(`${folder}.env`, `STRONGROOM_ASSEMBLY_DIGEST=${digest}\n`);
  report.summarize(`Assembly of ${files.length} files, SHA-256 \`${digest}\``);
}

/** `npm run verify-assembly`: holds the assembly to the digest that came another way. */
export function verifyAssembly(folder: string, digest: string): void {
  const files = hashFolder(folder);
  let sums = '';
  try {
    sums = readFileSync(sumsFile(folder), 'utf8');
  } catch {
    // Only there to name what differs; without it, the digest still decides.
  }
  verify(folder, files, sums, digest);
  console.log(`${folder}: ${files.length} files as they were synthesized (${digest})`);
}
