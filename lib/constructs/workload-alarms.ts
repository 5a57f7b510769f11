import { Construct } from 'constructs';

import type { Environment, Workload } from '../config/parameters';
import { alarmsOfWorkload } from '../detection/alarms-of-workload';
import type { Detection } from '../detection/detection';
import { CompositeAlarm } from './composite-alarm';
import { RateAlarm } from './rate-alarm';

export interface WorkloadAlarmsProps {
  /** The environment in which the workload stands. */
  readonly environment: Environment;

  /** The workload that is watched. */
  readonly workload: Workload;
}

/** Everything that is counted of one workload. */
export class WorkloadAlarms extends Construct {
  constructor(scope: Construct, id: string, props: WorkloadAlarmsProps) {
    super(scope, id);
    const { environment, workload } = props;
    const { rates, incidents } = alarmsOfWorkload(environment, workload);
    const common = { place: environment, runbookUrl: environment.runbookUrl };
    for (const detection of rates) new RateAlarm(this, idOf(detection, workload), { ...common, detection });
    for (const detection of incidents) new CompositeAlarm(this, idOf(detection, workload), { ...common, detection });
  }
}

/** Without the workload's name, and without the slash that a construct's id cannot have. */
function idOf({ id, subject }: Detection, { name }: Workload): string {
  const part = subject?.slice(`${name}/`.length) ?? '';
  return part === '' ? id : `${id}.${part}`;
}
