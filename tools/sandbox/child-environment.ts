/** Where the children of the sandbox find the emulator, and what they may write to. */
export interface ChildPlace {
  readonly endpoint: string;
  readonly region: string;
  readonly certificateFile: string;
  /** A folder that is removed with the sandbox. */
  readonly home: string;
}

/** Credentials of the emulator's administrator; they mean nothing to anybody else. */
export const administrator = { accessKeyId: 'test', secretAccessKey: 'test' } as const;

/**
 * Variables of the person's own that could lead a child elsewhere: to an account, a profile, a proxy, an app or a
 * region of theirs.
 */
const foreign = /^(AWS_|CDK_|BOTO_)|^(https?|all|no|ftp)_proxy$/i;

/** What of the person's environment a child of the sandbox may see. */
export function withoutForeign(inherited: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(inherited).filter(([name]) => !foreign.test(name)));
}

/** Cuts a child off from whatever account, profile or instance role the person has. */
function isolation(home: string): Readonly<Record<string, string>> {
  const nowhere = `${home}/absent`;
  return {
    AWS_CONFIG_FILE: nowhere,
    AWS_SHARED_CREDENTIALS_FILE: nowhere,
    AWS_EC2_METADATA_DISABLED: 'true',
    // The CLI caches account ids per access key below it: two emulators with one key would be taken for each other.
    CDK_HOME: `${home}/cdk`,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
}

/** The variables with which every AWS tool finds the emulator, and nothing but the emulator. */
export function emulatorVariables(place: ChildPlace): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: place.endpoint,
    AWS_ENDPOINT_URL_S3: place.endpoint,
    AWS_CA_BUNDLE: place.certificateFile,
    NODE_EXTRA_CA_CERTS: place.certificateFile,
    AWS_ACCESS_KEY_ID: administrator.accessKeyId,
    AWS_SECRET_ACCESS_KEY: administrator.secretAccessKey,
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
    ...isolation(place.home),
  };
}

/** The environment of a child that needs no AWS. */
export function offlineEnvironment(inherited: NodeJS.ProcessEnv, home: string): NodeJS.ProcessEnv {
  return {
    ...withoutForeign(inherited),
    ...isolation(home),
    // ~/.cdk.json could name a profile, a role or an app.
    HOME: home,
    // What the CLI leaves among its temporary files goes with the sandbox.
    TMPDIR: home,
  };
}

/** The environment of a child that talks to the emulator. */
export function childEnvironment(inherited: NodeJS.ProcessEnv, place: ChildPlace): NodeJS.ProcessEnv {
  return { ...offlineEnvironment(inherited, place.home), ...emulatorVariables(place) };
}
