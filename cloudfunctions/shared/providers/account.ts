/** What an adapter is opened with. */
export type ProviderAccount = { apiKey: string; baseUrl: string };
