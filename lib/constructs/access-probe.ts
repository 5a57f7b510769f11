import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

import { probeStatements } from '../access/probe-statements';
import { probeName } from '../config/names';
import { RoomFunction } from './room-function';
import { probeVariables } from './rotation-variables';
import { SecretReconciler } from './secret-reconciler';
import type { FunctionHome } from './secret-rotation';

export interface AccessProbeProps extends Omit<FunctionHome, 'journalDays'> {
  /** Its hour is the probe's too: a bus takes 300 rules, and a hundred workloads have a hundred hours already. */
  readonly reconciler: SecretReconciler;
}

/**
 * The hourly function that acts with each access key of a workload, and nothing but that key, and tells whether it still
 * opens what it is for.
 */
export class AccessProbe extends Construct {
  constructor(scope: Construct, id: string, props: AccessProbeProps) {
    super(scope, id);
    const { room, reconciler } = props;
    const { place, workload } = room;
    const { function: probe } = new RoomFunction(this, 'Probe', {
      place,
      name: probeName(place, workload.name),
      description: `Tries the access keys of ${workload.name} in ${place.name} every hour`,
      folder: 'probe-access',
      environment: probeVariables(room),
      statements: probeStatements(room),
      boundary: props.boundary,
      logKey: props.logKey,
      removalPolicy: props.removalPolicy,
    });
    reconciler.addTarget('Probe', probe);
    new lambda.CfnEventInvokeConfig(this, 'Retries', SecretReconciler.retriesOf(probe));
    new lambda.CfnPermission(this, 'Permission', reconciler.permissionFor(probe));
  }
}
