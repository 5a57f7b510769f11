/** The bits of an IPv4 or IPv6 address, most significant first; undefined when the text is none. */
export function bitsOf(address: string): { readonly bits: bigint; readonly length: number } | undefined {
  if (/^\d+(\.\d+){3}$/.test(address)) {
    const bytes = address.split('.').map(Number);
    if (bytes.some((byte) => byte > 255)) return undefined;
    return { bits: bytes.reduce((bits, byte) => (bits << 8n) | BigInt(byte), 0n), length: 32 };
  }
  if (!/^[\da-f:]+$/i.test(address) || !address.includes(':')) return undefined;
  const [head = '', tail, ...more] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const missing = 8 - first.length - last.length;
  if (more.length > 0 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const all = [...first, ...Array<string>(missing).fill('0'), ...last];
  return { bits: all.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n), length: 128 };
}

function written(bits: bigint, length: number): string {
  const [size, count, radix, separator] = length === 32 ? [8n, 4, 10, '.'] : ([16n, 8, 16, ':'] as const);
  const parts = Array.from(
    { length: count },
    (_, index) => (bits >> (size * BigInt(count - 1 - index))) & ((1n << size) - 1n),
  );
  return parts.map((part) => part.toString(radix)).join(separator);
}

/**
 * The first blocks of an address range, as `Fn::Cidr` cuts it.
 *
 * @param bits how many bits of an address are the block's own
 * @returns undefined when the range is none, or does not hold so many blocks
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-cidr.html
 */
export function addressBlocks(range: string, count: number, bits: number): string[] | undefined {
  const [address = '', prefix] = range.split('/');
  const network = bitsOf(address);
  const left = network === undefined ? 0 : network.length - Number(prefix ?? Number.NaN);
  if (network === undefined || !Number.isInteger(count) || !Number.isInteger(bits)) return undefined;
  if (!(bits >= 0 && bits <= left) || BigInt(count) > 1n << BigInt(left - bits)) return undefined;
  const start = (network.bits >> BigInt(left)) << BigInt(left);
  return Array.from(
    { length: count },
    (_, index) =>
      `${written(start + (BigInt(index) << BigInt(bits)), network.length)}/${String(network.length - bits)}`,
  );
}
