import { entriesOf, type Entry, isObject } from '../access/template';
import type { Charge, NotPriced } from './cost-table';
import { at, type Facts, runsOf, textAt } from './facts';
import { logCosts } from './log-costs';
import { functionMetrics, lookedAfterBy, probedKeys } from './metric-costs';

const megabytesPerGigabyte = 1024;
const billion = 1_000_000_000;

/** Runs, time and log of a function, and the metrics and notices that it tells. */
export function functionCosts(lambda: Entry, facts: Facts): (Charge | NotPriced)[] {
  const { usage } = facts;
  const name = textAt(lambda, 'FunctionName') ?? lambda.logicalId;
  const runs = runsOf(lambda, facts);
  if (runs === undefined) return [{ what: `function ${name}`, why: 'no template says how often it runs' }];
  // The probe is there to ring; all others rotate secrets or look after them.
  const belongs: Pick<Charge, 'purpose' | 'detection'> =
    probedKeys(lambda).length > 0 ? { purpose: 'watching', detection: 'rings' } : { purpose: 'rotating' };
  const isArm = (at(lambda, 'Architectures') as readonly string[] | undefined)?.includes('arm64') === true;
  const gigabytes = Number(at(lambda, 'MemorySize') ?? 128) / megabytesPerGigabyte;
  const group = textAt(lambda, 'LoggingConfig', 'LogGroup') ?? `/aws/lambda/${name}`;
  const notices = lookedAfterBy(lambda).length > 0 ? usage.notices : 0;
  return [
    { ...belongs, price: 'runs', units: runs, by: 'use' },
    {
      ...belongs,
      price: isArm ? 'armSeconds' : 'intelSeconds',
      units: runs * usage.secondsPerRun * gigabytes,
      by: 'use',
    },
    { ...belongs, price: 'customEvents', units: notices, by: 'use' },
    ...logCosts({ group, gigabytes: (runs * usage.logBytesPerRun) / billion }, belongs, facts),
    ...functionMetrics(lambda, facts),
  ];
}

/** The table in which rotations are written down, used by every run of a function that is told its name. */
export function journalCosts(table: Entry, facts: Facts): (Charge | NotPriced)[] {
  const { stacks, usage } = facts;
  const name = textAt(table, 'TableName');
  if (name === undefined || at(table, 'BillingMode') !== 'PAY_PER_REQUEST') {
    return [{ what: `table ${table.logicalId}`, why: 'only a named table that is paid by request is understood' }];
  }
  const users = entriesOf(stacks, 'AWS::Lambda::Function').filter((lambda) => {
    const variables = at(lambda, 'Environment', 'Variables');
    return isObject(variables) && Object.values(variables).includes(name);
  });
  const runs = users.reduce((sum, lambda) => sum + (runsOf(lambda, facts) ?? 0), 0);
  const recovers = at(table, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled') === true;
  const rotating = { purpose: 'rotating', by: 'use' } as const;
  return [
    { ...rotating, price: 'journalWrites', units: runs * usage.journalWritesPerRun },
    { ...rotating, price: 'journalReads', units: runs * usage.journalReadsPerRun },
    { ...rotating, price: 'journalStorage', units: usage.journalGigabytes },
    { ...rotating, price: 'journalRecovery', units: recovers ? usage.journalGigabytes : 0 },
  ];
}
