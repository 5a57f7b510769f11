import { alertRules, detectionRules, trailRules } from '../constructs/audit.rules';
import { accessLogRules, bucketRules, trailBucketRules, vaultRules } from '../constructs/buckets.rules';
import { ageAlarmRules } from '../constructs/age-alarms.rules';
import { functionPropertyRules } from '../constructs/functions.rules';
import { noticeRules } from '../constructs/notices.rules';
import { functionRules, journalRules } from '../constructs/rotation.rules';
import { scheduleRules } from '../constructs/schedule.rules';
import { variableRules } from '../constructs/variables.rules';
import { consumerRules, keyRules, secretRules, settingRules } from '../constructs/workload.rules';
import { auditRules } from '../policies/audit.rules';
import { boundaryRules } from '../policies/boundary.rules';
import { consumerRules as consumerQuestions } from '../policies/consumers.rules';
import { fileRules } from '../policies/files.rules';
import { forwardingRules } from '../policies/forwarding.rules';
import { functionRules as functionQuestions } from '../policies/functions.rules';
import { jobRules } from '../policies/jobs.rules';
import { judgedStatementRules } from '../policies/judged-statements.rules';
import { keyTrialRules } from '../policies/key-trial.rules';
import { keyUseRules } from '../policies/key-use.rules';
import { keyRules as keyQuestions } from '../policies/keys.rules';
import { lostEventRules } from '../policies/lost-events.rules';
import { nothingElseRules } from '../policies/nothing-else.rules';
import { probeRules } from '../policies/probe.rules';
import { queueRules } from '../policies/queues.rules';
import { reconcilerRules } from '../policies/reconciler.rules';
import { rotationRules as rotationQuestions } from '../policies/rotation.rules';
import { secretRules as secretQuestions } from '../policies/secrets.rules';
import { serviceRules } from '../policies/services.rules';
import { trustRules } from '../policies/trust.rules';
import { contractRules } from '../stacks/contracts.rules';
import { stackRules } from '../stacks/stacks.rules';
import { accessLogDeliveryRules } from '../detection/access-logs.rules';
import { dashboardRules } from '../detection/dashboard.rules';
import { eventRules } from '../detection/events.rules';
import { rateRules } from '../detection/rates.rules';
import { reachRules } from '../detection/reach.rules';
import { runbookRules } from '../detection/runbook.rules';
import { sourceRules } from '../detection/sources.rules';
import { timingRules } from '../stacks/timing.rules';
import type { Rule } from './rules';

/** Questions of access: who may do what, on the synthesized policies. */
export const accessRules: Readonly<Record<string, readonly Rule[]>> = {
  'each consumer': consumerQuestions,
  'the file vault': fileRules,
  'each key': keyQuestions,
  'the use of each key': keyUseRules,
  'each secret': secretQuestions,
  'each function': functionQuestions,
  'each function that rotates': rotationQuestions,
  'the trial of each new access key': keyTrialRules,
  'each function that looks after secrets': reconcilerRules,
  'each function that tries access keys': probeRules,
  'each AWS service': serviceRules,
  'each queue': queueRules,
  'each queue of what could not be brought to people': lostEventRules,
  'the role that hands events on': forwardingRules,
  'the roles of jobs': jobRules,
  trust: trustRules,
  'the boundary of each consumer': boundaryRules,
  'the audit': auditRules,
  'each statement': judgedStatementRules,
};

/** What the resources themselves say. */
export const constructRules: Readonly<Record<string, readonly Rule[]>> = {
  'each bucket': bucketRules,
  'the file vault': vaultRules,
  'the access-log bucket': accessLogRules,
  'the trail bucket': trailBucketRules,
  'the trail': trailRules,
  'the alert topic': alertRules,
  detection: detectionRules,
  'each key': keyRules,
  'each secret': secretRules,
  'the journal': journalRules,
  'each function': functionRules,
  'what each function runs': functionPropertyRules,
  'what each function is told': variableRules,
  'the run of each function that looks after secrets': scheduleRules,
  'each notice': noticeRules,
  'the alarm on the age of each secret': ageAlarmRules,
  'what each alarm stands on': sourceRules,
  'the way from each alarm and rule to people': reachRules,
  'what a person reads': runbookRules,
  'the page of an environment': dashboardRules,
  'access logs in CloudWatch Logs': accessLogDeliveryRules,
  'each event on its way to people': eventRules,
  'each number on its way to people': rateRules,
  'the settings': settingRules,
  'the consumers': consumerRules,
};

/** What holds for whole stacks, and between resources. */
export const wholeStackRules: Readonly<Record<string, readonly Rule[]>> = {
  'the stacks': stackRules,
  'what holds across resources': contractRules,
  'the times': timingRules,
  'what nobody asked for': nothingElseRules,
};

export const allRules: readonly Rule[] = [accessRules, constructRules, wholeStackRules].flatMap((subjects) =>
  Object.values(subjects).flat(),
);
