/** A query as the local cloud takes it. */
export type WireQuery = {
  collection: string;
  query: Record<string, unknown>;
  orderBy?: [string, 1 | -1][];
  limit?: number;
  skip?: number;
  projection?: Record<string, boolean>;
};
