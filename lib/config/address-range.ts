import { BlockList, isIPv4 } from 'node:net';

/** Addresses that AWS never sees as the source of a request from outside: a condition on them admits nobody. */
const notPublic = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  notPublic.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  notPublic.addSubnet(network, bits, 'ipv6');
}

function parts(range: string): { address: string; bits: number; version: 4 | 6 } {
  const [address = '', bits] = range.split('/');
  return { address, bits: Number(bits), version: isIPv4(address) ? 4 : 6 };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip */
export function isPublicRange(range: string): boolean {
  const { address, version } = parts(range);
  return !notPublic.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

/** Whether a range still restricts something: /8 is a 256th of all IPv4 addresses, /32 what one provider of IPv6 has. */
export function isNarrowRange(range: string): boolean {
  const { bits, version } = parts(range);
  return bits >= (version === 4 ? 8 : 32);
}

/** An IPv6 address as its eight groups; the notation with an embedded IPv4 address is not taken. */
function groups(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const read = (text: string) => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)));
  if (tail === undefined) return read(head);
  const [before, after] = [read(head), read(tail)];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

function addressBits(range: string): string {
  const { address, version } = parts(range);
  return version === 4
    ? address
        .split('.')
        .map((part) => Number(part).toString(2).padStart(8, '0'))
        .join('')
    : groups(address)
        .map((group) => group.toString(2).padStart(16, '0'))
        .join('');
}

/** Whether a range begins at its first address: `198.51.100.7/24` was meant for one address or for 256, nobody can say. */
export function isWholeRange(range: string): boolean {
  return !addressBits(range).slice(parts(range).bits).includes('1');
}
