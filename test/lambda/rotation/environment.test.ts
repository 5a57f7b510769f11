import { EnvironmentIncomplete, requireVariables } from '../../../lambda/rotation/environment';

test('a function is told what it asks for and nothing else', () => {
  const environment = { ROOM_REGION: 'eu-central-1', JOURNAL_DAYS: '400', PATH: '/usr/bin' };
  expect(requireVariables(environment, ['ROOM_REGION', 'JOURNAL_DAYS'])).toEqual({
    ROOM_REGION: 'eu-central-1',
    JOURNAL_DAYS: '400',
  });
});

test('a function says every variable that it lacks or that is empty, and who sets them', () => {
  const read = () =>
    requireVariables({ ROOM_REGION: '', JOURNAL_DAYS: '400' }, ['ROOM_REGION', 'JOURNAL_DAYS', 'SECRET_NAME']);
  expect(read).toThrow(EnvironmentIncomplete);
  expect(read).toThrow('the function has no ROOM_REGION, SECRET_NAME: deploy its stack again');
  expect(new EnvironmentIncomplete().name).toBe('EnvironmentIncomplete');
});
