import { readSpecification } from '../../../lambda/rotate-password/environment';
import { EnvironmentIncomplete } from '../../../lambda/rotation/environment';

const complete = { SECRET_NAME: 'portal/prod/queue', PASSWORD_LENGTH: '32' };

describe('what the password function is told', () => {
  it('is the secret and the length', () => {
    const expected = { secret: 'portal/prod/queue', length: 32 };
    expect(readSpecification(complete)).toStrictEqual(expected);
    expect(readSpecification({ ...complete, USER_NAME: '' })).toStrictEqual(expected);
  });

  it('may be a user name besides', () => {
    expect(readSpecification({ ...complete, USER_NAME: 'portal-queue' })).toMatchObject({ userName: 'portal-queue' });
  });

  it.each(['19', '129', '32.5', 'many', '-32'])('is refused with a length of %s', (PASSWORD_LENGTH) => {
    expect(() => readSpecification({ ...complete, PASSWORD_LENGTH })).toThrow(
      new EnvironmentIncomplete(
        `PASSWORD_LENGTH is '${PASSWORD_LENGTH}' and must be a whole number from 20 to 128: deploy its stack again`,
      ),
    );
  });

  it.each([20, 128])('may be a length of %i', (length) => {
    expect(readSpecification({ ...complete, PASSWORD_LENGTH: String(length) }).length).toBe(length);
  });

  it.each(['SECRET_NAME', 'PASSWORD_LENGTH'])('is refused without %s', (name) => {
    expect(() => readSpecification({ ...complete, [name]: '' })).toThrow(new RegExp(name));
  });
});
