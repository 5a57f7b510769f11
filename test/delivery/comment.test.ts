import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { gitHubOf } from '../../tools/delivery/github/api';
import { fileInArchive } from '../../tools/delivery/github/archive';
import { comment } from '../../tools/delivery/github/comment';
import { commentBody, MARKER } from '../../tools/delivery/github/comment-body';
import { type Answer, type Arrived, fakeServer, type FakeServer } from './fake-server';
import { zip } from './zip';

const sha = 'c0ffee'.padEnd(40, '0');
const repository = '/repos/example/strongroom';

/** What GitHub holds; each test changes what it is about. */
interface Room {
  readonly pullRequests: readonly object[];
  readonly artifacts: readonly object[];
  readonly archive: Buffer;
  readonly comments: readonly object[];
}

const own = { number: 7, head: { sha, repo: { id: 42 } } };
const room: Room = {
  pullRequests: [own],
  artifacts: [{ id: 9, name: 'review', size_in_bytes: 1000, expired: false }],
  archive: zip({ 'comment.md': 'Nobody gains access.', 'pull-request': '1' }),
  comments: [],
};

const event = {
  workflow_run: {
    id: 5,
    event: 'pull_request',
    head_sha: sha,
    head_branch: 'a-change',
    head_repository: { id: 42, owner: { login: 'stranger' } },
    // Of forks it is empty; whatever it said, it would not be asked.
    pull_requests: [],
  },
};

let server: FakeServer | undefined;

afterEach(async () => {
  await server?.close();
  server = undefined;
});

function answers(held: Room) {
  return ({ method, path }: Arrived): Answer => {
    const json = (value: unknown): Answer => ({ body: JSON.stringify(value) });
    const [asked = ''] = path.split('?');
    if (method !== 'GET') return json({ id: 1 });
    if (asked === `${repository}/pulls`) return json(held.pullRequests);
    if (asked === `${repository}/actions/runs/5/artifacts`) return json({ artifacts: held.artifacts });
    if (asked === `${repository}/actions/artifacts/9/zip`) return { body: held.archive };
    if (asked === `${repository}/issues/7/comments`) return json(held.comments);
    return { status: 404, body: 'no such thing' };
  };
}

async function commented(change: Partial<Room> = {}, of: unknown = event) {
  server = await fakeServer(answers({ ...room, ...change }));
  const gitHub = gitHubOf({
    GITHUB_API_URL: server.url,
    GITHUB_REPOSITORY: 'example/strongroom',
    GITHUB_TOKEN: 'token',
  });
  const result = await comment(of, gitHub);
  const changes = server.calls
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path, body }) => ({ method, path, body: (JSON.parse(body) as { body: string }).body }));
  return { result, changes };
}

function writes(): Arrived[] {
  return server?.calls.filter(({ method }) => method !== 'GET') ?? [];
}

it('writes the review under the pull request of the event', async () => {
  const { result, changes } = await commented();

  expect(result).toBe('written');
  expect(changes).toEqual([
    {
      method: 'POST',
      path: `${repository}/issues/7/comments`,
      body: `${MARKER}\n*Written by the code of this pull request, at ${sha}.*\n\nNobody gains access.`,
    },
  ]);
});

it('renews its own comment', async () => {
  const comments = [
    { id: 1, body: `${MARKER} mine`, user: { login: 'stranger', type: 'User' } },
    { id: 2, body: 'Looks good', user: { login: 'github-actions[bot]', type: 'Bot' } },
    { id: 3, body: `${MARKER}\nearlier`, user: { login: 'github-actions[bot]', type: 'Bot' } },
  ];

  const { result, changes } = await commented({ comments });

  expect(result).toBe('renewed');
  expect(changes.map(({ method, path }) => `${method} ${path}`)).toEqual([`PATCH ${repository}/issues/comments/3`]);
});

it.each([
  ['was closed', []],
  ['has a newer commit', [{ number: 7, head: { sha: 'd'.repeat(40), repo: { id: 42 } } }]],
  ['is of another fork', [{ number: 7, head: { sha, repo: { id: 43 } } }]],
  ['has lost its fork', [{ number: 7, head: { sha, repo: null } }]],
])('writes nothing when the pull request %s', async (_what, pullRequests) => {
  const { result, changes } = await commented({ pullRequests });

  expect(result).toBe('outdated');
  expect(changes).toEqual([]);
});

it.each<[string, Partial<Room>, string]>([
  ['is too large', { artifacts: [{ id: 9, name: 'review', size_in_bytes: 1e9, expired: false }] }, '1000000000 bytes'],
  ['is larger than it says', { archive: Buffer.alloc(21 * 1024 * 1024) }, 'more than'],
  ['is missing', { artifacts: [] }, "no artifacts 'review'"],
  ['is there twice', { artifacts: [...room.artifacts, ...room.artifacts] }, "several artifacts 'review'"],
  ['holds no comment', { archive: zip({ 'other.md': 'x' }) }, 'holds no comment.md'],
  ['is no archive', { archive: Buffer.from('comment.md') }, 'no zip archive'],
  ['holds a bomb', { archive: zip({ 'comment.md': Buffer.alloc(50 * 1024 * 1024) }) }, 'larger than 240000 bytes'],
  [
    'holds a text that is too long',
    { archive: zip({ 'comment.md': 'word '.repeat(13_000) }) },
    'a comment takes 60000',
  ],
  ['holds no text', { archive: zip({ 'comment.md': Buffer.from([0xff, 0xfe, 0x41]) }) }, 'not UTF-8'],
  ['holds nothing', { archive: zip({ 'comment.md': ' \n' }) }, 'is empty'],
  ['turns its text round', { archive: zip({ 'comment.md': 'safe \u202egnihton' }) }, 'hide or turn others'],
])('writes nothing when the artifact %s', async (_what, change, reason) => {
  await expect(commented(change)).rejects.toThrow(reason);

  expect(writes()).toEqual([]);
});

it.each([
  ['of another kind of run', { workflow_run: { ...event.workflow_run, event: 'push' } }],
  ['without a run', {}],
  ['whose commit is none', { workflow_run: { ...event.workflow_run, head_sha: 'main' } }],
])('refuses an event %s', async (_what, of) => {
  await expect(commented({}, of)).rejects.toThrow(/no event workflow_run|started by push/);

  expect(server?.calls).toEqual([]);
});

it('asks for the branch of the event as one word', async () => {
  const head_branch = 'x&head=example:main#';
  await commented({}, { workflow_run: { ...event.workflow_run, head_branch } });

  const [asked] = server?.calls ?? [];
  expect(new URL(asked?.path ?? '', 'http://x').searchParams.get('head')).toBe(`stranger:${head_branch}`);
});

it('shows its token to GitHub alone, not to the store that it is sent to', async () => {
  const store = await fakeServer(() => ({ body: room.archive }));
  server = await fakeServer((call) =>
    call.path.endsWith('/zip')
      ? { status: 302, headers: { location: store.url.replace('127.0.0.1', 'localhost') }, body: '' }
      : answers(room)(call),
  );

  await comment(
    event,
    gitHubOf({ GITHUB_API_URL: server.url, GITHUB_REPOSITORY: 'example/strongroom', GITHUB_TOKEN: 'token' }),
  );
  await store.close();

  expect(server.calls.every(({ headers }) => headers.authorization === 'Bearer token')).toBe(true);
  expect(store.calls.map(({ headers }) => headers.authorization)).toEqual([undefined]);
});

describe('the body of a comment', () => {
  const body = (text: string) => commentBody(Buffer.from(text), sha).split('\n').slice(3).join('\n');

  it.each([
    ['notifies nobody', '@example/everyone'],
    ['notifies nobody by a number of a character', '&#64;example and &#x40;example and &commat;example'],
    ['tells no other issue', 'fixes #12 and example/other&#35;12'],
    ['shows no picture', '![x](https://example.com/pixel)'],
    ['links nowhere', '[here](https://example.com) [there]: //example.com www.example.com http&#58;//example.com'],
    ['has no other tags', '<a href="//example.com">x</a><img src=x><script>'],
  ])('%s', (_what, text) => {
    const result = body(text);

    expect(result.replaceAll('\u200b', '')).toBe(text);
    expect(result).not.toMatch(
      /@\w|&(?:#64|#x40|commat);\w|#\d+\b(?!;)|&#35;\d|!\[|\]\(|\]:|:\/\/|&#58;\/\/|www\.|<(?:a|img|script)/,
    );
  });

  it('keeps what the review is written with', () => {
    const text =
      '<details><summary>dev</summary>\n\n| a | b |\n| --- | --- |\n| `s3:GetObject` | <code>x</code> |\n\n</details>';

    expect(body(text)).toBe(text);
  });
});

describe('an archive', () => {
  it.each([true, false])('gives a file, packed: %s', (isPacked) => {
    const archive = zip({ 'a.txt': 'first', 'comment.md': 'wanted' }, isPacked);

    expect(fileInArchive(archive, 'comment.md', 100).toString()).toBe('wanted');
  });

  it.each([true, false])('gives no file beyond the limit, packed: %s', (isPacked) => {
    const archive = zip({ 'comment.md': 'x'.repeat(101) }, isPacked);

    expect(() => fileInArchive(archive, 'comment.md', 100)).toThrow(/larger than 100 bytes|too large/);
  });

  it('is read as the program of the system writes it', () => {
    const home = mkdtempSync(join(tmpdir(), 'archive-'));
    writeFileSync(join(home, 'comment.md'), 'wanted '.repeat(100));
    const write =
      "import zipfile; z = zipfile.ZipFile('x.zip', 'w', zipfile.ZIP_DEFLATED); z.write('comment.md'); z.close()";
    execFileSync('python3', ['-c', write], { cwd: home });

    const archive = readFileSync(join(home, 'x.zip'));
    rmSync(home, { recursive: true });

    expect(fileInArchive(archive, 'comment.md', 1000).toString()).toBe('wanted '.repeat(100));
  });

  it.each([10, 22, 40, 60, 80])('that was cut off at byte %d is refused', (bytes) => {
    const archive = zip({ 'comment.md': 'wanted' });

    expect(() => fileInArchive(archive.subarray(archive.length - bytes), 'comment.md', 100)).toThrow(
      /zip archive|no comment/,
    );
  });
});
