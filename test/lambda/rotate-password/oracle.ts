import passwords from '@zxcvbn-ts/language-common/src/passwords.json';
import commonWords from '@zxcvbn-ts/language-en/src/commonWords.json';

const words = [...commonWords, ...passwords].map((word) => word.toLowerCase()).filter((word) => word.length >= 4);
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

function hasRun(text: string): boolean {
  for (let index = 2; index < text.length; index += 1) {
    const [a, b, c] = [text.charCodeAt(index - 2), text.charCodeAt(index - 1), text.charCodeAt(index)];
    if (a === b && b === c) return true;
    const areAlike = [a, b, c].every((code) => code >= 97) || [a, b, c].every((code) => code >= 48 && code <= 57);
    if (areAlike && b - a === c - b && Math.abs(b - a) === 1) return true;
    const triple = text.slice(index - 2, index + 1);
    const turned = triple.charAt(2) + triple.charAt(1) + triple.charAt(0);
    if ([...rows, '890'].some((row) => row.includes(triple) || row.includes(turned))) return true;
  }
  return false;
}

/** Whether a password keeps the rules, told by other means than the product's: slow, and without its parts. */
export function keepsTheRules(password: string): boolean {
  const lower = password.toLowerCase();
  return (
    /^[A-Za-z0-9][A-Za-z0-9._-]{19,127}$/.test(password) &&
    lower !== password &&
    password.toUpperCase() !== password &&
    /\d/.test(password) &&
    /[._-]/.test(password) &&
    !hasRun(lower) &&
    !words.some((word) => lower.includes(word))
  );
}
