import type { CostChange } from './compare';
import { type CostLine, type CostTable, type Dollars, purposes, sumOf } from './cost-table';
import { type Price, priceList } from './prices';
import { type Usage, usageSchema } from './usage';

const purposeTexts = {
  keeping: 'Keeping: files, records, keys, secrets',
  watching: 'Watching: trail, alarms, detection, messages',
  rotating: 'Rotating: functions and their journal',
} as const;

function money(dollars: number): string {
  if (dollars !== 0 && Math.abs(dollars) < 0.005) return `${dollars < 0 ? '-' : ''}<0.01`;
  return dollars.toFixed(2);
}

function quantity(units: number): string {
  return units.toLocaleString('en-US', { maximumFractionDigits: units < 10 ? 2 : 0 });
}

/** A row of the table: both sums, then what they are for. */
function row({ list, afterFreeTier }: Dollars, text: string): string {
  return `${money(list).padStart(9)} ${money(afterFreeTier).padStart(9)}  ${text}`;
}

function unitsText(units: number, unit: string): string {
  return `${quantity(units)} ${unit}${units === 1 || unit === 'GB' ? '' : 's'}`;
}

function unitPrice({ dollars, per, unit, readAt }: Price): string {
  const units = per === 1 ? unit : unitsText(per, unit);
  return `$${String(dollars)} per ${units}${readAt === 'others' ? ' [1]' : ''}`;
}

function lineText({ price: name, type, units, by }: CostLine): string {
  const price = priceList.prices[name];
  const of = type.replace(/^AWS::/, '').replaceAll('::', ' ');
  return `${by === 'use' ? '~' : ' '} ${price.what} (${of}): ${unitsText(units, price.unit)}, ${unitPrice(price)}`;
}

/** Lines too small for the table are summed up: they would hide those that matter. */
const smallest = 0.005;

function linesText(lines: readonly CostLine[]): string[] {
  const shown = lines.filter(({ list }) => list >= smallest).sort((left, right) => right.list - left.list);
  const small = lines.filter(({ list }) => list < smallest);
  return [
    ...shown.map((line) => row(line, lineText(line))),
    ...(small.length === 0 ? [] : [row(sumOf(small), `~ ${String(small.length)} lines below half a cent each`)]),
  ];
}

/** The usage that a table was counted with, one number a line. */
function usageText(usage: Usage): string[] {
  const { shape } = usageSchema;
  return (Object.keys(shape) as (keyof Usage)[]).map((name) => {
    const value = usage[name];
    const text =
      typeof value === 'object'
        ? [
            String(value.otherwise),
            ...Object.entries(value.named).map(([metric, hours]) => `${metric} ${String(hours)}`),
          ].join(', ')
        : typeof value === 'number'
          ? value.toLocaleString('en-US')
          : String(value);
    return `${name}: ${text} (${shape[name].description ?? ''})`;
  });
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `    ${line}`);
}

/** What detection adds, in one sentence. */
function detectionText({ lines }: Pick<CostTable, 'lines'>): string {
  const of = (detection: string) => sumOf(lines.filter((line) => line.detection === detection));
  const [rings, listens] = [of('rings'), of('listens')];
  return `Detection: $${money(rings.list)} ($${money(rings.afterFreeTier)} after free tiers) for what rings, $${money(listens.list)} ($${money(listens.afterFreeTier)}) for the trail's events and GuardDuty that it rings by`;
}

/**
 * The table of one environment, for people.
 *
 * @param later the same after two more years, in which its keys have rotated
 */
export function tableText(table: CostTable, later: CostTable): string {
  const { environment, tier, account, region, lines, notPriced, usage } = table;
  const heading = `${environment} (${tier}, ${account}, ${region}), dollars a month at list prices of ${priceList.region}, read on ${priceList.readOn}`;
  return [
    heading,
    '',
    `${'list'.padStart(9)} ${'free tier'.padStart(9)}`,
    ...purposes.flatMap((purpose) => {
      const some = lines.filter((line) => line.purpose === purpose);
      return [row(sumOf(some), purposeTexts[purpose]), ...linesText(some).map((line) => `  ${line}`)];
    }),
    row(sumOf(lines), 'Total'),
    '',
    `  ${detectionText(table)}.`,
    `  Two years later, when its keys have rotated, it costs $${money(sumOf(later.lines).list)} ($${money(sumOf(later.lines).afterFreeTier)} after free tiers).`,
    '',
    '  ~ depends on use. [1] The price was read with others who quote AWS.',
    '  The second sum is for an account that uses its free tiers for nothing else; accounts billed together share one.',
    '  Not priced:',
    ...indented(notPriced.map(({ what, why }) => `${what}: ${why}`)),
    '  Assumed, for a month; change it with --usage:',
    ...indented(usageText(usage)),
  ].join('\n');
}

/** The difference of two tables, for people. */
export function changeText({ environment, before, after, change, lines, newlyNotPriced }: CostChange): string {
  const signed = (dollars: number) => `${dollars > 0 ? '+' : ''}${money(dollars)}`;
  return [
    `${environment}: ${signed(change.list)} dollars a month, from ${money(before.list)} to ${money(after.list)} (${signed(change.afterFreeTier)} after free tiers)`,
    ...lines.map(({ price, type, unitsBefore, unitsAfter, change: { list } }) => {
      const { what } = priceList.prices[price];
      return `${signed(list).padStart(9)}  ${what}, ${type}: ${quantity(unitsBefore)} → ${quantity(unitsAfter)}`;
    }),
    ...newlyNotPriced.map(({ what, why }) => `${'?'.padStart(9)}  ${what}: ${why}`),
  ].join('\n');
}
