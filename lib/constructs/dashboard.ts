import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';

import { dashboardBody, type DashboardContents } from '../detection/dashboard-body';
import { namePrefix } from '../detection/own-names';

export type DashboardProps = DashboardContents;

/** The one page on which an operator sees how an environment stands. It names alarms by text, so nothing must exist before it. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { place } = props;
    new CfnDashboard(this, 'Page', {
      // With the Region, because dashboards of an account are not held apart by it.
      dashboardName: `${namePrefix(place)}${place.region}`,
      dashboardBody: JSON.stringify(dashboardBody(props)),
    });
  }
}
