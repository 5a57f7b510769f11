import { environment, mistakesAfter, workload } from '../../support/configurations';

const files = `${workload}.files`;
const tier = `${environment}.tier`;

describe('files in production', () => {
  it('locks each new version for at least 30 days', () => {
    const allowed = 'in production a lock of at least 30 days';
    expect(mistakesAfter({ [`${files}.objectLock.days`]: 30 })).toEqual([]);
    expect(mistakesAfter({ [`${files}.objectLock.days`]: 29 })).toEqual([
      { path: `${files}.objectLock`, found: '29 days', allowed },
    ]);
    expect(mistakesAfter({ [`${files}.objectLock`]: undefined })).toEqual([
      { path: `${files}.objectLock`, found: 'no lock', allowed },
    ]);
    expect(mistakesAfter({ [tier]: 'staging', [`${files}.objectLock`]: undefined })).toEqual([]);
  });

  it('keeps the files when the stack is removed', () => {
    const changes = { [`${files}.objectLock`]: undefined, [`${files}.onRemoval`]: 'destroy' };
    expect(mistakesAfter(changes)).toContainEqual({
      path: `${files}.onRemoval`,
      found: "'destroy'",
      allowed: "in production 'retain': removing a stack must not remove files",
    });
    expect(mistakesAfter({ ...changes, [tier]: 'development' })).toEqual([]);
  });

  it('lets no presigned URL live for longer than an hour', () => {
    const minutes = `${files}.presignedUrlMinutes`;
    expect(mistakesAfter({ [minutes]: 60 })).toEqual([]);
    expect(mistakesAfter({ [minutes]: 61 })).toEqual([
      { path: minutes, found: '61 minutes', allowed: 'in production at most 60 minutes' },
    ]);
    expect(mistakesAfter({ [minutes]: 10_080, [tier]: 'staging' })).toEqual([]);
  });

  it('may have a workload without any files', () => {
    const accessWithoutFiles = { secrets: ['database'] };
    expect(
      mistakesAfter({
        [files]: undefined,
        [`${workload}.consumers[0].access`]: accessWithoutFiles,
        [`${workload}.consumers[1].access`]: accessWithoutFiles,
        [`${workload}.consumers[2].access`]: accessWithoutFiles,
      }),
    ).toEqual([]);
  });
});

describe('a lock that nobody can undo', () => {
  const locks = [
    ['files', `${files}.objectLock.mode`],
    ['trail', `${environment}.audit.trail.objectLock.mode`],
  ];

  it.each(locks)('is accepted for the %s of production', (_, mode) => {
    expect(mistakesAfter({ [mode]: 'COMPLIANCE' })).toEqual([]);
  });

  it.each(locks)('is refused for the %s of development and staging', (_, mode) => {
    for (const value of ['development', 'staging']) {
      expect(mistakesAfter({ [mode]: 'COMPLIANCE', [tier]: value })).toEqual([
        { path: mode, found: "'COMPLIANCE'", allowed: `in ${value} 'GOVERNANCE': nobody can undo the other mode` },
      ]);
    }
  });
});

describe('files that go with their stack', () => {
  it('are not locked', () => {
    expect(mistakesAfter({ [tier]: 'development', [`${files}.onRemoval`]: 'destroy' })).toEqual([
      {
        path: `${files}.onRemoval`,
        found: "'destroy' beside an objectLock",
        allowed: "'retain' where files are locked: locked versions cannot be removed with the stack",
      },
    ]);
  });
});

describe('prefixes', () => {
  const prefixes = `${files}.prefixes`;

  it('do not begin with one another, in whichever order they stand', () => {
    const allowed = 'prefixes of which none begins with another: a grant on one would reach into the other';
    const nested = { path: `${prefixes}[2]`, found: "'documents/old/', which lies within 'documents/'", allowed };
    expect(mistakesAfter({ [prefixes]: ['documents/', 'scans/', 'documents/old/'] })).toEqual([nested]);
    expect(mistakesAfter({ [prefixes]: ['documents/old/', 'scans/', 'documents/'] })).toEqual([
      { ...nested, path: `${prefixes}[0]` },
    ]);
  });

  it('stand once', () => {
    expect(mistakesAfter({ [prefixes]: ['documents/', 'scans/', 'scans/'] })).toEqual([
      expect.objectContaining({ path: `${prefixes}[2]`, found: "'scans/', which lies within 'scans/'" }),
    ]);
  });

  it('may have the same first letters', () => {
    expect(mistakesAfter({ [prefixes]: ['documents/', 'documents-old/', 'scans/'] })).toEqual([]);
  });

  it('are at least one', () => {
    expect(mistakesAfter({ [prefixes]: [] })).toContainEqual(
      expect.objectContaining({
        path: prefixes,
        found: 'a list of 0',
        allowed: 'a list of prefixes, 1 to 100 of them',
      }),
    );
  });
});

describe('lifecycle rules', () => {
  const rules = `${files}.lifecycle`;

  it('stand once for a prefix', () => {
    const rule = { prefix: 'scans/', expireAfterDays: 400 };
    expect(mistakesAfter({ [rules]: [rule, rule] })).toEqual([
      { path: `${rules}[1].prefix`, found: "'scans/' a second time", allowed: 'one lifecycle rule for a prefix' },
    ]);
    expect(mistakesAfter({ [rules]: [rule, { ...rule, prefix: '*' }] })).toEqual([]);
  });

  it('name a declared prefix', () => {
    expect(mistakesAfter({ [`${rules}[0].prefix`]: 'scan/' })).toEqual([
      {
        path: `${rules}[0].prefix`,
        found: "'scan/'",
        allowed: "'*' or one of the declared prefixes: documents/, scans/",
      },
    ]);
  });

  it.each([
    ['infrequentAccessAfterDays', 90],
    ['glacierAfterDays', 365],
    ['glacierAfterDays', 30],
  ])('move files to colder classes at ages that rise: %s %p does not', (field, days) => {
    const ages = { infrequentAccessAfterDays: 30, glacierAfterDays: 90, expireAfterDays: 365, [field]: days };
    expect(mistakesAfter({ [`${rules}[0]`]: { prefix: 'scans/', ...ages } })).toEqual([
      {
        path: `${rules}[0]`,
        found: `ages of ${Object.values(ages).join(', ')} days`,
        allowed: 'ages that rise from infrequentAccessAfterDays over glacierAfterDays to expireAfterDays',
      },
    ]);
  });

  it('do something', () => {
    expect(mistakesAfter({ [`${rules}[0]`]: { prefix: 'scans/' } })).toEqual([
      {
        path: `${rules}[0]`,
        found: 'an object',
        allowed: 'at least one of infrequentAccessAfterDays, glacierAfterDays and expireAfterDays',
      },
    ]);
  });
});
