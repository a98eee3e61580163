import type { Clock } from '../../domain/time/clock';
import { AppError } from '../../error';
import { isAudited, writeAudit } from '../core/audit';
import type { AdminRequest } from '../core/audit';
import type { Database, Transaction } from '../core/database';
import { isMissing } from '../core/rows';
import { inTransaction } from '../core/transaction';

type State = { version: number; latestVersion: number };
type Kind<Content extends object, Row extends Content & State & { id: string }> = {
  collection: string;
  versions: string;
  /** The field of a version that names its owner. */
  owner: string;
  parse(row: unknown): Row;
  /** The content of a version; throws if it is malformed. */
  parseVersion(row: unknown): Content;
  /** Fields of a never published row besides its content. */
  draft: object;
  /** Fields that publishing sets besides the content. */
  published(now: Date): object;
};

/**
 * Managed data whose versions are all kept. The row holds the published content, and each change writes a line to `admin_logs` in
 * the same transaction, once per request.
 */
export function createVersions<
  Content extends object,
  Row extends Content & State & { id: string },
>(database: Database, clock: Clock, kind: Kind<Content, Row>) {
  type Change = (
    transaction: Transaction,
    standing: Row | null,
  ) => Promise<{ changes: object; isNew?: boolean }>;

  const versionOf = (transaction: Transaction, id: string, version: number) =>
    transaction.collection(kind.versions).doc(`${id}:${version}`);

  function change(request: AdminRequest, step: Change): Promise<Row> {
    const { target: id } = request;
    return inTransaction(database, clock, async (transaction) => {
      const isDone = await isAudited(transaction, request);
      const reference = transaction.collection(kind.collection).doc(id);
      const { data } = await reference.get();
      const standing = isMissing(data) ? null : kind.parse(data);
      if (isDone && standing !== null) return standing;
      const { changes, isNew = false } = await step(transaction, standing);
      if (isNew) await reference.set({ data: changes });
      else await reference.update({ data: changes });
      const { id: _, ...before } = standing ?? { id };
      await writeAudit(transaction, request, { before, after: changes }, clock.now());
      return kind.parse({ ...before, ...changes, _id: id });
    });
  }

  async function readVersion(
    transaction: Transaction,
    id: string,
    version: number,
  ): Promise<Content> {
    const { data } = await versionOf(transaction, id, version).get();
    if (isMissing(data)) throw new AppError('NOT_FOUND');
    return kind.parseVersion(data);
  }

  async function writeVersion(
    transaction: Transaction,
    id: string,
    version: number,
    content: Content,
    adminId: string,
  ): Promise<void> {
    await versionOf(transaction, id, version).set({
      data: { [kind.owner]: id, version, ...content, adminId, createdAt: clock.now() },
    });
  }

  return {
    /** Saves a new version; what users get does not change. */
    save: (request: AdminRequest, content: Content): Promise<Row> =>
      change(request, async (transaction, standing) => {
        const { target: id, adminId } = request;
        const latestVersion = (standing?.latestVersion ?? 0) + 1;
        await writeVersion(transaction, id, latestVersion, content, adminId);
        if (standing === null) {
          return { changes: { ...content, ...kind.draft, version: 0, latestVersion }, isNew: true };
        }
        // Until a version is published, the row shows the newest draft.
        return { changes: { ...(standing.version === 0 ? content : {}), latestVersion } };
      }),

    publish: (request: AdminRequest, version: number): Promise<Row> =>
      change(request, async (transaction, standing) => {
        if (standing === null) throw new AppError('NOT_FOUND');
        const content = await readVersion(transaction, request.target, version);
        return { changes: { ...content, ...kind.published(clock.now()), version } };
      }),

    /** Publishes an earlier version as a new one, so that the history shows what was in force when. */
    rollBack: (request: AdminRequest, version: number): Promise<Row> =>
      change(request, async (transaction, standing) => {
        if (standing === null) throw new AppError('NOT_FOUND');
        const { target: id, adminId } = request;
        const content = await readVersion(transaction, id, version);
        const latestVersion = standing.latestVersion + 1;
        await writeVersion(transaction, id, latestVersion, content, adminId);
        const published = kind.published(clock.now());
        return { changes: { ...content, ...published, version: latestVersion, latestVersion } };
      }),

    set: (request: AdminRequest, changes: object): Promise<Row> =>
      change(request, (_, standing) => {
        if (standing === null) throw new AppError('NOT_FOUND');
        return Promise.resolve({ changes });
      }),
  };
}
