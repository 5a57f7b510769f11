import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';

import { type Place, settingPath } from '../config/names';
import type { Workload } from '../config/parameters';

export interface PlainSettingsProps {
  /** Environment, account and Region. */
  readonly place: Place;

  /** First part of the parameters' path. */
  readonly workloadName: string;

  /** Names and values; a list of texts becomes a StringList. */
  readonly settings: Workload['settings'];
}

/** Settings that are not secret, in Parameter Store below `/<workload>/<environment>/`. */
export class PlainSettings extends Construct {
  constructor(scope: Construct, id: string, props: PlainSettingsProps) {
    super(scope, id);
    for (const [name, value] of Object.entries(props.settings)) {
      const parameterName = `${settingPath(props.place, props.workloadName)}${name}`;
      if (Array.isArray(value) && value.every((item) => !item.includes(','))) {
        new ssm.StringListParameter(this, name, { parameterName, stringListValue: value });
      } else {
        new ssm.StringParameter(this, name, {
          parameterName,
          stringValue: Array.isArray(value) ? JSON.stringify(value) : String(value),
        });
      }
    }
  }
}
