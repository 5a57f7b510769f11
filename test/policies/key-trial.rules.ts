import type { Trial } from '../../lambda/access-keys/trial';
import { readSpecification } from '../../lambda/rotate-access-key/read-environment';
import { ask, type Context, type Question } from '../support/questions';
import type { Room } from '../support/room';
import type { Rule } from '../support/rules';
import { type Subject, subjectsOf } from './consumer-questions';
import { rotatesAccessKeys, rotatorsOf, variablesOf } from './rotation-questions';
import { theOne } from '../support/found';

/** The harmless call with which the rotation of an access key tries a new key. */

interface Tried {
  readonly subject: Subject;
  readonly trial: Trial;
}

function triedIn(room: Room): Tried[] {
  return rotatorsOf(room).flatMap((rotator) => {
    if (rotator.user === undefined) return [];
    const subject = subjectsOf(room).find(({ arn }) => arn === rotator.user);
    if (subject === undefined) throw new Error(`${rotator.name} rotates the key of nobody`);
    return [{ subject, trial: readSpecification(variablesOf(room, rotator)).trial }];
  });
}

function question(room: Room, { subject, trial }: Tried, context: Context): Question {
  const caller = subject.arn;
  if (trial.call === 'list-objects') {
    const bucket = theOne(room, 'AWS::S3::Bucket', 'BucketName', trial.bucket).properties.BucketName;
    const resource = `arn:${room.stacks[0]?.partition ?? ''}:s3:::${String(bucket)}`;
    return { caller, action: 's3:ListBucket', resource, context: { ...context, 's3:prefix': trial.prefix } };
  }
  const secret = room.assembly.resources.find(
    ({ type, properties }) => type === 'AWS::SecretsManager::Secret' && properties.Name === trial.secretName,
  );
  if (secret === undefined) throw new Error(`no stack has the secret ${trial.secretName}, which the trial describes`);
  return { caller, action: 'secretsmanager:DescribeSecret', resource: secret.arn, context };
}

/** Whether the user is declared to do something that changes nothing. */
function maySomethingHarmless({ consumer: { access } }: Subject): boolean {
  return access.files.some(({ verbs }) => verbs.includes('list')) || (access.secrets ?? []).length > 0;
}

function each(check: (room: Room, tried: Tried) => Promise<void>): Pick<Rule, 'when' | 'check'> {
  return {
    when: rotatesAccessKeys,
    check: async (room) => {
      for (const tried of triedIn(room)) await check(room, tried);
    },
  };
}

export const keyTrialRules: readonly Rule[] = [
  {
    it: 'is one that the user may make where it calls from, if it may do anything harmless at all',
    ...each(async (room, tried) => {
      const answer = await ask(room.assembly, question(room, tried, tried.subject.context));
      expect(answer === 'Allowed').toBe(maySomethingHarmless(tried.subject));
    }),
  },
  {
    it: 'takes a refusal for a proof only where the function’s own address is refused',
    ...each(async (room, tried) => {
      const answer = await ask(room.assembly, question(room, tried, {}));
      expect(tried.trial.mayBeDenied).toBe(answer !== 'Allowed');
    }),
  },
  {
    it: 'lists below a declared prefix, or the whole bucket',
    ...each((_room, { subject, trial }) => {
      const prefixes = trial.call === 'list-objects' ? [trial.prefix] : [];
      const declared = subject.workload.files?.prefixes ?? [];
      expect(['', ...declared]).toEqual(expect.arrayContaining(prefixes));
      return Promise.resolve();
    }),
  },
];
