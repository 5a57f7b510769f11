import { type RotationFact, rotationSentence } from '../rotation/rotation-fact';

/** One thing that a run has shown. Never carries the value of a secret. */
export type Fact =
  | {
      readonly fact: 'identity';
      readonly workload: string;
      readonly consumer: string;
      readonly arn: string;
      /** How the sandbox came to act as it. */
      readonly how: string;
    }
  | {
      readonly fact: 'stored';
      readonly workload: string;
      readonly consumer: string;
      readonly key: string;
      readonly bytes: number;
      readonly sha256: string;
      readonly encryption: string;
      readonly keyArn: string;
      readonly lock?: { readonly mode: string; readonly until: string };
    }
  | { readonly fact: 'listed'; readonly workload: string; readonly consumer: string; readonly key: string }
  | {
      readonly fact: 'read back';
      readonly workload: string;
      readonly consumer: string;
      readonly key: string;
      readonly sha256: string;
    }
  | {
      readonly fact: 'refused';
      readonly workload: string;
      readonly who: string;
      /** What was asked, such as `delete the locked version of invoices/letter.txt`. */
      readonly what: string;
      readonly reason: string;
    }
  | {
      readonly fact: 'only marked as deleted';
      readonly workload: string;
      readonly who: string;
      readonly key: string;
      /** Of the version that is still there. */
      readonly sha256: string;
    }
  | {
      readonly fact: 'access as declared';
      readonly workload: string;
      readonly consumer: string;
      readonly allowed: number;
      readonly refused: number;
    }
  | {
      readonly fact: 'secret read';
      readonly workload: string;
      readonly consumer: string;
      readonly secret: string;
      /** Names of its fields; none for a plain value. */
      readonly fields: readonly string[];
      readonly characters: number;
    }
  | { readonly fact: 'not shown'; readonly workload: string; readonly what: string; readonly why: string }
  | { readonly fact: 'secrets without a value'; readonly workload: string; readonly secrets: readonly string[] }
  | RotationFact;

/** A fact in words. */
export function sentence(fact: Fact): string {
  switch (fact.fact) {
    case 'identity':
      return `${fact.consumer} acts as ${fact.arn}, ${fact.how}`;
    case 'stored': {
      const lock = fact.lock === undefined ? 'not locked' : `locked (${fact.lock.mode}) until ${fact.lock.until}`;
      return `${fact.consumer} stored ${fact.key}: ${fact.bytes} bytes, ${fact.encryption} under ${fact.keyArn}, ${lock}`;
    }
    case 'listed':
      return `${fact.consumer} sees ${fact.key} in its list`;
    case 'read back':
      return `${fact.consumer} read ${fact.key} back byte for byte (SHA-256 ${fact.sha256.slice(0, 16)}…)`;
    case 'refused':
      return `${fact.who} was refused: ${fact.what} (${fact.reason})`;
    case 'only marked as deleted':
      return `${fact.who} deleted ${fact.key}: its version is still there, and without the marker the file is back`;
    case 'access as declared':
      return `${fact.consumer} may do exactly what is declared: of ${fact.allowed + fact.refused} requests ${fact.allowed} went through and ${fact.refused} were refused`;
    case 'secret read': {
      const what = fact.fields.length === 0 ? 'one value' : `fields ${fact.fields.join(', ')}`;
      return `${fact.consumer} read ${fact.secret}: ${what}, ${fact.characters} characters`;
    }
    case 'not shown':
      return `not shown: ${fact.what} in ${fact.workload}, because ${fact.why}`;
    case 'secrets without a value':
      return fact.secrets.length === 0
        ? 'every secret has a value'
        : `without a value until somebody fills or rotates them: ${fact.secrets.join(', ')}`;
    default:
      return rotationSentence(fact);
  }
}
