/** Names and positions from the root of an event. */
export type Selector = readonly (string | number)[];

type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not-exists' | 'is-null'; readonly selector: Selector }
  | { readonly kind: 'is-boolean'; readonly selector: Selector; readonly value: boolean }
  | {
      readonly kind: 'compare';
      readonly selector: Selector;
      readonly operator: Operator;
      readonly operand: string;
      readonly quoted: boolean;
    }
  | {
      readonly kind: 'regex';
      readonly selector: Selector;
      readonly operator: '=' | '!=';
      readonly expression: RegExp;
    };

/** CloudWatch Logs would refuse the pattern, or it says something that its page does not define. */
class FilterPatternError extends Error {
  override readonly name = 'FilterPatternError';
}

/** Characters of a pattern. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
const longestPattern = 1024;

type TokenKind = 'selector' | 'operator' | 'text' | 'quoted' | 'regex' | 'sign';

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly at: number;
}

const tokenForms: readonly (readonly [TokenKind, RegExp])[] = [
  // Letters, digits, hyphen and underscore: a name with a colon, such as aws:s3:arn, cannot be asked for.
  ['selector', /\$(?:\.[A-Za-z0-9_-]+(?:\[\d+\])*)+/y],
  ['sign', /&&|\|\||[(){}]/y],
  ['operator', /!=|<=|>=|[=<>]/y],
  ['quoted', /"(?:[^"\\]|\\.)*"/y],
  ['regex', /%[^%]+%/y],
  ['text', /[A-Za-z0-9_.*+-]+/y],
];

/** @throws FilterPatternError */
export function parseFilterPattern(pattern: string): Condition {
  if (pattern.length > longestPattern) {
    throw new FilterPatternError(
      `the pattern has ${String(pattern.length)} characters; CloudWatch Logs takes ${String(longestPattern)}`,
    );
  }
  return new Parser(pattern, tokensOf(pattern)).parse();
}

/** @throws FilterPatternError when it is no path such as `$.resources[0].ARN` */
export function parseSelector(text: string): Selector {
  const [token, ...rest] = tokensOf(text);
  if (token?.kind !== 'selector' || rest.length > 0) throw new FilterPatternError(`${text} is no path of an event`);
  return selectorOf(token);
}

function selectorOf({ text }: Token): Selector {
  return [...text.matchAll(/\.([A-Za-z0-9_-]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
}

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < pattern.length) {
    if (/\s/.test(pattern.charAt(at))) {
      at += 1;
      continue;
    }
    const token = tokenAt(pattern, at);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function tokenAt(pattern: string, at: number): Token {
  for (const [kind, form] of tokenForms) {
    form.lastIndex = at;
    const text = form.exec(pattern)?.[0];
    if (text !== undefined) return { kind, text, at };
  }
  throw new FilterPatternError(`the pattern cannot be read from ${pattern.slice(at, at + 30)}`);
}

class Parser {
  private position = 0;

  public constructor(
    private readonly pattern: string,
    private readonly tokens: readonly Token[],
  ) {}

  public parse(): Condition {
    this.expect('{');
    const condition = this.either();
    this.expect('}');
    if (this.position < this.tokens.length) this.refuse();
    return condition;
  }

  /** `&&` binds closer than `||`. */
  private either(): Condition {
    return this.chain('or', '||', () => this.both());
  }

  private both(): Condition {
    return this.chain('and', '&&', () => this.single());
  }

  private chain(kind: 'and' | 'or', sign: string, next: () => Condition): Condition {
    const first = next();
    const parts = [first];
    while (this.tokens[this.position]?.text === sign) {
      this.position += 1;
      parts.push(next());
    }
    return parts.length === 1 ? first : { kind, parts };
  }

  private single(): Condition {
    if (this.tokens[this.position]?.text === '(') {
      this.expect('(');
      const condition = this.either();
      this.expect(')');
      return condition;
    }
    const token = this.take('selector');
    const selector = selectorOf(token);
    const word = this.tokens[this.position];
    if (word?.text === 'NOT') {
      this.expect('NOT');
      this.expect('EXISTS');
      return { kind: 'not-exists', selector };
    }
    return word?.text === 'IS' ? this.kindOf(selector) : this.comparison(selector);
  }

  private kindOf(selector: Selector): Condition {
    this.expect('IS');
    const { text } = this.take('text');
    switch (text) {
      case 'NULL':
        return { kind: 'is-null', selector };
      case 'TRUE':
      case 'FALSE':
        return { kind: 'is-boolean', selector, value: text === 'TRUE' };
      default:
        this.position -= 1;
        return this.refuse();
    }
  }

  private comparison(selector: Selector): Condition {
    const operator = this.take('operator').text as Operator;
    const token = this.tokens[this.position];
    switch (token?.kind) {
      case 'text':
        this.position += 1;
        return { kind: 'compare', selector, operator, operand: token.text, quoted: false };
      case 'quoted': {
        this.position += 1;
        const operand = token.text.slice(1, -1).replaceAll(/\\(.)/g, '$1');
        return { kind: 'compare', selector, operator, operand, quoted: true };
      }
      case 'regex':
        if (operator !== '=' && operator !== '!=') return this.refuse();
        this.position += 1;
        return { kind: 'regex', selector, operator, expression: new RegExp(token.text.slice(1, -1)) };
      default:
        return this.refuse();
    }
  }

  private take(kind: TokenKind): Token {
    const token = this.tokens[this.position];
    if (token?.kind !== kind) return this.refuse();
    this.position += 1;
    return token;
  }

  private expect(text: string): void {
    if (this.tokens[this.position]?.text !== text) this.refuse();
    this.position += 1;
  }

  private refuse(): never {
    const at = this.tokens[this.position]?.at ?? this.pattern.length;
    throw new FilterPatternError(`the pattern cannot be understood from "${this.pattern.slice(at, at + 30)}" on`);
  }
}
