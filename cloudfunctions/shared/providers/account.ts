/** The credentials of an adapter. */
export type ProviderAccount = { apiKey: string; baseUrl: string };
