import {
  childEnvironment,
  emulatorVariables,
  offlineEnvironment,
  withoutForeign,
} from '../../tools/sandbox/child-environment';

const place = {
  endpoint: 'https://127.0.0.1:4566',
  region: 'ap-east-1',
  certificateFile: '/sandbox/certificate.pem',
  home: '/sandbox/home',
};

/** What a person with a real account may have set. */
const foreign = {
  AWS_PROFILE: 'production',
  AWS_ACCESS_KEY_ID: 'real',
  AWS_SESSION_TOKEN: 'real',
  AWS_ENDPOINT_URL_STS: 'https://sts.amazonaws.com',
  AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
  CDK_DEFAULT_ACCOUNT: '111122223333',
  CDK_CONTEXT_JSON: '{}',
  BOTO_CONFIG: '/boto',
  HTTPS_PROXY: 'http://proxy.example.com',
  https_proxy: 'http://proxy.example.com',
  ALL_PROXY: 'http://proxy.example.com',
};
const inherited = { ...foreign, PATH: '/bin', HOME: '/home/person', LANG: 'C.UTF-8' };

describe('withoutForeign', () => {
  it('drops whatever could lead elsewhere and keeps the rest', () => {
    expect(withoutForeign(inherited)).toEqual({ PATH: '/bin', HOME: '/home/person', LANG: 'C.UTF-8' });
  });
});

describe('childEnvironment', () => {
  const environment = childEnvironment(inherited, place);

  it('points every AWS tool to the emulator, with keys that mean nothing elsewhere', () => {
    expect(environment).toMatchObject({
      AWS_ENDPOINT_URL: place.endpoint,
      AWS_ENDPOINT_URL_S3: place.endpoint,
      AWS_REGION: 'ap-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      NODE_EXTRA_CA_CERTS: place.certificateFile,
      NO_PROXY: '127.0.0.1',
    });
  });

  it('leaves no way to an account, a profile, an instance role or a proxy of the person', () => {
    expect(environment).toMatchObject({
      AWS_CONFIG_FILE: '/sandbox/home/absent',
      AWS_SHARED_CREDENTIALS_FILE: '/sandbox/home/absent',
      AWS_EC2_METADATA_DISABLED: 'true',
      HOME: '/sandbox/home',
      CDK_HOME: '/sandbox/home/cdk',
    });
    for (const [name, value] of Object.entries(foreign)) expect(environment[name]).not.toBe(value);
  });
});

describe('offlineEnvironment', () => {
  it('has no credentials and no endpoint at all', () => {
    const names = Object.keys(offlineEnvironment(inherited, place.home));
    expect(names).not.toEqual(expect.arrayContaining(['AWS_ACCESS_KEY_ID']));
    expect(names).not.toEqual(expect.arrayContaining(['AWS_ENDPOINT_URL']));
  });
});

describe('emulatorVariables', () => {
  it("leaves a person's home folder alone: they are for a person's own shell", () => {
    expect(emulatorVariables(place)).not.toHaveProperty('HOME');
    expect(emulatorVariables(place)).not.toHaveProperty('TMPDIR');
  });
});
