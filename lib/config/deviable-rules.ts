/**
 * What a tier refuses but a team may want all the same, with a reason and an end date. Everything else that the checks
 * refuse has no way around it.
 */
export const deviableRules = [
  'object-lock',
  'audit-retention',
  'trail',
  'trail-alarms',
  'paging-alarms',
  'data-events',
  'data-removal',
  'guard-duty',
  'access-analyzer',
  'credential-age',
  'user-rotation',
  'presigned-url-age',
  'session-length',
] as const;

export type DeviableRule = (typeof deviableRules)[number];
