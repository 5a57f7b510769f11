import { parsers } from 'prettier/plugins/markdown';

import { asCode, escaped } from '../../tools/review/render/escape';
import { comment, summary } from '../../tools/review/render/finding-lines';
import { reviewMarkdown } from '../../tools/review/render/markdown';
import { environmentOf, type Resources, stackWith, world } from './corpus/small-world';
import { changed, having, withStatements, worldWith } from './corpus/world-changes';
import { reviewOf, reviewOfSides, today } from './support';

/** Everything that Markdown, HTML or a forge makes something of. */
const hostile: readonly string[] = [
  '<script>alert(1)</script>',
  '</details></code><img src=x onerror=alert(1)>',
  '<!-- ',
  '@everyone',
  '#1',
  'GH-1',
  'someone/project#2',
  'https://example.com/phishing',
  'www.example.com',
  'mail@example.com',
  '[click](https://example.com)',
  '![seen](https://example.com/beacon.png)',
  '**bold** _emphasis_ ~~gone~~ `code`',
  '| a | b |',
  '\n# Passed\n\n- nothing to see',
  '```\n# Passed\n```',
  '$`x`$ $$x$$',
  '&lt;b&gt; &#64;everyone &nbsp;',
  '\u202eexe.txt\u2066',
  'a\u0000b\u0007c\u2028d',
  ':tada: :warning:',
  '\\*escaped\\*',
];

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

/** The tree of a text without its words. */
function shapeOf({ type, children = [], value }: Node): unknown {
  const kinds = children.map(shapeOf);
  return type === 'html' ? [type, /^<\/?[a-z]+>/.exec(value ?? '')?.[0], kinds] : [type, kinds];
}

function parsed(markdown: string): Node {
  const parser = parsers.markdown as { readonly parse: (text: string, options: object) => Node };
  return parser.parse(markdown, {});
}

function typesIn({ type, children = [] }: Node): string[] {
  return [type, ...children.flatMap(typesIn)];
}

describe('a text of a template', () => {
  it.each(hostile)('stays text: %j', (text) => {
    const types = typesIn(parsed(`- ${escaped(text)}`));
    expect(new Set(types)).toEqual(
      new Set([
        'root',
        'list',
        'listItem',
        'paragraph',
        ...(types.includes('sentence') ? ['sentence', 'word', 'whitespace'] : ['text']),
      ]),
    );
  });

  it.each(hostile)('stays code: %j', (text) => {
    expect(shapeOf(parsed(`- ${asCode(text)}`))).toEqual(shapeOf(parsed(`- ${asCode('word')}`)));
  });

  it.each(hostile)('has no line of its own, no mention, no tag and nothing that cannot be seen: %j', (text) => {
    for (const made of [escaped(text), asCode(text).replace(/^<code>|<\/code>$/g, '')]) {
      expect(made).not.toMatch(/[\n\r<>`]|@|[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u);
      expect(made).not.toMatch(/(https?|ftp|www)(:|&#58;|\.)/);
    }
  });
});

/** A change of which each part is called as it is told. */
function renamed(name: string): Resources {
  const path = { Metadata: { 'aws:cdk:path': name } };
  const logs = { ...having('Logs', 'RetentionInDays', 7), ...path };
  const parameter = (Value: string) => ({
    Type: 'AWS::SSM::Parameter',
    Properties: { Name: name, Type: 'String', Value },
    ...path,
  });
  const policy = withStatements('ActorPolicy', 'PolicyDocument', ([read, deny]) => [
    {
      ...read,
      Sid: name,
      Action: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
      Condition: { StringEquals: { 'aws:PrincipalTag/x': name } },
    },
    { ...deny },
  ]);
  return worldWith({
    Logs: logs,
    Table: undefined,
    Parameter: parameter(name),
    ActorPolicy: { ...policy, ...path },
    Rotator: {
      ...changed('Rotator', (properties) => ({
        ...properties,
        Description: name,
        Code: { S3Bucket: name, S3Key: name },
      })),
      ...path,
    },
  });
}

describe('a whole review', () => {
  it.each(hostile)('has the shape of a harmless one: %j', async (text) => {
    const [harmless, dangerous] = await Promise.all(['word', `word ${text}`].map((name) => reviewOf(renamed(name))));
    if (harmless === undefined || dangerous === undefined) throw new Error('no review');
    const made = reviewMarkdown(dangerous, summary, today);
    expect(shapeOf(parsed(made))).toEqual(shapeOf(parsed(reviewMarkdown(harmless, summary, today))));
    expect(made.replaceAll(/<code>[^<]*<\/code>/g, '')).not.toContain(text.trim());
  });

  it('names an environment as text', async () => {
    const name = '@everyone | <b>';
    const made = await reviewOfSides(
      [{ ...environmentOf(stackWith(world)), name }],
      [{ ...environmentOf(stackWith(renamed('x'))), name }],
    );
    const markdown = reviewMarkdown(made, summary, today).replaceAll(/```yaml[^`]*```/g, '');
    expect(markdown).not.toMatch(/@everyone|<b>/);
  });
});

describe('the room', () => {
  /** CloudFormation takes 500 resources a stack. */
  const alarms = (Threshold: number) => {
    const some = (stack: number) =>
      Array.from({ length: 400 }, (_, index) => {
        const AlarmName = `Alarm${String(stack)}x${String(index)}`;
        const alarm = changed('Alarm', (properties) => ({ ...properties, AlarmName, AlarmActions: [], Threshold }));
        return [AlarmName, alarm] as const;
      });
    const stacks = Array.from({ length: 8 }, (_, stack) =>
      stackWith(Object.fromEntries(some(stack)), { name: `alarms-${String(stack)}` }),
    );
    return [environmentOf(...stacks)];
  };

  it('of a comment and of a summary are kept, and what is left out is said', async () => {
    const made = await reviewOfSides(alarms(1), alarms(2));
    const [short, long] = [reviewMarkdown(made, comment, today), reviewMarkdown(made, summary, today)];
    expect(Buffer.byteLength(short)).toBeLessThan(60_000);
    expect(Buffer.byteLength(long)).toBeLessThan(1_024 * 1024);
    expect(short).toMatch(/Not passed: 3200 findings need an entry/);
    expect(short).toMatch(/Left out|and \d+ more/);
    expect(long.length).toBeGreaterThan(short.length);
  });

  it('holds a small change whole', async () => {
    const made = await reviewOf(renamed('word'));
    expect(reviewMarkdown(made, comment, today)).toBe(reviewMarkdown(made, summary, today));
  });
});

describe('what is told', () => {
  it('begins with gains, then losses, weaker guards, lost data, values and code', async () => {
    const start = worldWith({
      Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Name: 'size', Type: 'String', Value: '1' } },
    });
    const made = reviewMarkdown(await reviewOf(renamed('size'), start), summary, today);
    const places = [
      'Gains access',
      'Guards that are weaker',
      'Data that are lost',
      'Changed values',
      'Changed code',
    ].map((title) => made.indexOf(title));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  it('says who may do what, when, by which statement, with a request and the entry to add', async () => {
    const made = await reviewOf(renamed('word'));
    const text = reviewMarkdown(made, comment, today);
    expect(text).toContain('s3:PutObject');
    expect(text).toContain('for example');
    expect(text).toContain('word in word');
    for (const { fingerprint } of made.outcome.missing) expect(text).toContain(`  - fingerprint: ${fingerprint}`);
  });

  it('tells other code by its place, without digests', async () => {
    const made = await reviewOf(
      worldWith({ Rotator: having('Rotator', 'Code', { S3Bucket: 'assets', S3Key: `${'1'.repeat(64)}.zip` }) }),
    );
    const text = reviewMarkdown(made, summary, today);
    expect(text).toContain('Changed code');
    expect(text).not.toMatch(/1{20}|0{20}/);
    expect(made.outcome.passes).toBe(true);
  });

  it('is one sentence when nothing changes', async () => {
    expect(reviewMarkdown(await reviewOf(world), comment, today)).toContain('**Nothing changes.**');
  });

  it('says that there is nothing to compare with, and lets it pass', async () => {
    const made = await reviewOfSides(undefined, [environmentOf(stackWith(world))]);
    expect(made.outcome.passes).toBe(true);
    expect(reviewMarkdown(made, comment, today)).toContain('this is the first deployment');
  });
});
