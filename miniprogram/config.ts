/** The cloud environment to use; empty means the default environment of the account. */
export const cloudEnvironment: string = '';
