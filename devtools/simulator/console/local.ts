/** A document in EJSON. */
export type Row = Record<string, unknown> & { _id?: string };

type ErrorBody = { error?: { message?: string } };

/** Calls the control API of the local cloud; throws an error with its message. */
export async function local<Reply>(method: string, path: string, body?: unknown): Promise<Reply> {
  const response = await fetch(`/local/${path}`, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  });
  const reply = (await response.json()) as Reply & ErrorBody;
  if (!response.ok) throw new Error(reply.error?.message ?? response.statusText);
  return reply;
}

export type CollectionInfo = {
  name: string;
  total: number;
  purpose: string;
  permission: unknown;
  fields: Record<string, { type: string; description: string }>;
  indexes: { name: string; fields: string[]; unique?: boolean }[];
};

export type RowPage = { total: number; docs: Row[] };

export function findRows(
  collection: string,
  parameters: Record<string, string | number>,
): Promise<RowPage> {
  const search = new URLSearchParams(
    Object.entries(parameters).map(([name, value]) => [name, String(value)]),
  );
  return local('GET', `collections/${collection}?${search.toString()}`);
}

/** The date that an EJSON value holds; undefined when it is not a date. */
export function momentOf(value: unknown): Date | undefined {
  const text = (value as { $date?: string | number } | null)?.$date;
  return text === undefined ? undefined : new Date(text);
}

/** Formats a moment in Beijing time, by which the product counts its days. */
export function showMoment(moment: Date): string {
  return moment.toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });
}

/** Formats any value on one line. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  const moment = momentOf(value);
  if (moment !== undefined) return showMoment(moment);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
