/** Names of environment variables that may hold a secret: tokens of the job, inputs such as `INPUT_TOKEN`, passwords. */
const SECRET = /TOKEN|SECRET|PASSWORD|CREDENTIAL|(?:API|ACCESS|PRIVATE)_?KEY/i;

export function isSecretName(variable: string): boolean {
  return SECRET.test(variable);
}

/** The secrets that an environment had. */
export interface Secrets {
  /** Puts them back while something of ours needs them there, and takes them out again. */
  readonly lend: <T>(work: () => Promise<T>) => Promise<T>;
}

/**
 * Takes every variable that may hold a secret out of an environment, before the first child starts.
 *
 * The kernel keeps the environment that a process began with in its memory; the walls around the worker's steps keep that
 * from them.
 */
export function takeSecrets(environment: NodeJS.ProcessEnv): Secrets {
  const entries = Object.entries(environment).filter(([name]) => isSecretName(name));
  const secrets = Object.fromEntries(entries);
  const takeOut = (): void => {
    for (const name of Object.keys(secrets)) Reflect.deleteProperty(environment, name);
  };
  takeOut();
  return {
    lend: async (work) => {
      Object.assign(environment, secrets);
      try {
        return await work();
      } finally {
        takeOut();
      }
    },
  };
}
