/** What one service answered to a key. */
export interface KeyAnswer {
  /** Such as `s3:ListBucket`. */
  readonly call: string;
  /** `denied` is said of whoever has the key, `refused` of the key. */
  readonly answer: 'works' | 'denied' | 'refused';
  /** Name of the error. */
  readonly error?: string;
}

/** One thing that a run has shown of a secret that rotates. Carries ids of keys and never a key. */
export type RotationFact =
  | {
      readonly fact: 'rotated';
      readonly workload: string;
      readonly secret: string;
      readonly which: 'first' | 'second' | 'emergency';
      /** How it came to that. */
      readonly how: string;
    }
  | {
      readonly fact: 'key';
      readonly workload: string;
      readonly secret: string;
      /** Such as `overlap` or `T + 7 days`. */
      readonly when: string;
      readonly keyId: string;
      readonly state: 'works' | 'inactive' | 'deleted';
      readonly answers: readonly KeyAnswer[];
    }
  | {
      readonly fact: 'emergency ended';
      readonly workload: string;
      readonly secret: string;
      readonly reason: string;
      /** What a session of the key that was stolen was answered before and after. Absent where it may do nothing anyway. */
      readonly session?: { readonly before: KeyAnswer; readonly after: KeyAnswer };
    }
  | {
      readonly fact: 'tokens verify';
      readonly workload: string;
      readonly secret: string;
      /** Ids of the keys. */
      readonly signedBefore: string;
      readonly signedAfter: string;
    }
  | {
      readonly fact: 'value replaced';
      readonly workload: string;
      readonly secret: string;
      readonly characters: number;
    };

function answerSentence({ call, error }: KeyAnswer): string {
  return error === undefined ? call : `${call} (${error})`;
}

/** A fact in words. */
export function rotationSentence(fact: RotationFact): string {
  switch (fact.fact) {
    case 'rotated':
      return `${fact.secret}: ${fact.which} rotation, ${fact.how}`;
    case 'key': {
      const state = fact.state === 'works' ? 'works' : `is ${fact.state} and refused`;
      return `${fact.secret}, ${fact.when}: ${fact.keyId} ${state}: ${fact.answers.map(answerSentence).join(', ')}`;
    }
    case 'emergency ended': {
      const { session } = fact;
      const denied = session === undefined ? '' : `, a session of the old key too: ${answerSentence(session.after)}`;
      return `${fact.secret}: everything but the new key is cut ("${fact.reason}")${denied}`;
    }
    case 'tokens verify':
      return `${fact.secret}: a token of key ${fact.signedBefore} verifies with the new value, and one of its successor ${fact.signedAfter} with the value before`;
    case 'value replaced':
      return `${fact.secret}: replaced by another value of ${String(fact.characters)} characters`;
  }
}
