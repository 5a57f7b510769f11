import type { Template } from '../../tools/access/template';

/**
 * A template without the digests of its assets. Without bundling they are made of the folder of the checkout, so that no
 * two machines would have the same; what the functions are is not a snapshot's to say.
 */
export function withoutDigests(template: Template): unknown {
  return JSON.parse(JSON.stringify(template).replaceAll(/[0-9a-f]{64}(?=\.zip")/g, 'digest'));
}
