import { recorded, type RecordedEvent } from '../../../tools/detection/recordings/events/recorded-event';
import type { BusEvent, DeployedRule } from '../../../tools/sandbox/drill/deployed-rule';
import { expectedRings, idOf, idsByRule, needed, type Sent } from '../../../tools/sandbox/drill/expected-rings';

const environment = { name: 'prod' };
const known = idsByRule(environment, ['opened', 'closed']);

function rule(name: string, eventNames: readonly string[]): DeployedRule {
  return {
    ...{ region: 'eu-central-1', name, arn: `arn:aws:events:eu-central-1:111122223333:rule/${name}` },
    ...{ state: 'ENABLED', description: '', pattern: { detail: { eventName: eventNames } }, targets: [] },
  };
}

const eventOf = (eventName: string) => ({ detail: { eventName } }) as unknown as BusEvent;
const recordedAs = (eventName: string, rings: string[], nearly: string[] = []): RecordedEvent =>
  recorded(`somebody calls ${eventName}`, eventOf(eventName), rings, nearly);
const sent = (one: RecordedEvent): Sent => ({ recorded: one, event: one.event as BusEvent });

const open = recordedAs('Open', ['opened'], ['closed']);
const reopen = recordedAs('Reopen', ['opened']);
const close = recordedAs('Close', ['closed'], ['opened']);
const look = recordedAs('Look', [], ['opened', 'closed']);
const all = [open, reopen, close, look].map(sent);

function faultsOf(rules: readonly DeployedRule[]): string[] {
  return expectedRings(rules, all, known).flatMap(({ faults }) => faults);
}

describe('a rule', () => {
  it('is known by its name, or by the source of the notices', () => {
    expect(idOf(rule('strongroom-prod-opened', []), known)).toBe('opened');
    expect(idOf(rule('strongroom-prod-opened-2', []), known)).toBe('opened');
    expect(idOf({ ...rule('Rule1234', []), pattern: { source: ['strongroom'] } }, known)).toBe('notice');
    expect(idOf(rule('strongroom-dev-opened', []), known)).toBeUndefined();
  });

  it('rings by what is recorded for it, and is silent at near misses', () => {
    const [opened] = expectedRings([rule('strongroom-prod-opened', ['Open', 'Reopen'])], all, known);
    expect(opened?.rung.map(({ recorded: { name } }) => name)).toEqual([
      'somebody calls Open',
      'somebody calls Reopen',
    ]);
    expect([opened?.nearly, opened?.faults]).toEqual([2, []]);
  });

  it('may be one of several parts of a detection', () => {
    expect(faultsOf([rule('strongroom-prod-opened', ['Open']), rule('strongroom-prod-opened-2', ['Reopen'])])).toEqual(
      [],
    );
  });

  it.each([
    ['takes nothing', [rule('strongroom-prod-closed', ['Shut'])], /^no recorded event matches its pattern$/],
    ['misses one', [rule('strongroom-prod-opened', ['Open'])], /^its pattern misses: somebody calls Reopen$/],
    ['takes too much', [rule('strongroom-prod-closed', ['Close', 'Look'])], /matches what it should not: .* Look$/],
    ['is nobody knows what', [rule('other', ['Open'])], /^nobody has recorded an event for it$/],
  ])('is at fault when it %s', (_, rules, fault) => {
    expect(faultsOf(rules).some((text) => fault.test(text))).toBe(true);
  });
});

describe('an event about what an environment does not have', () => {
  const rules = [rule('strongroom-prod-opened', ['Open', 'Reopen']), rule('strongroom-prod-closed', ['Close'])];

  it('is used where nothing else rings a rule', () => {
    expect(needed(rules, { events: [open], spare: [reopen, close] }, known)).toEqual([close]);
  });

  it('is not used when it rings something else as well', () => {
    const both = { ...close, rings: ['closed', 'opened'] };
    expect(needed(rules, { events: [open], spare: [both] }, known)).toEqual([]);
  });
});
