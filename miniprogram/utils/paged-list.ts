import { explain, toast } from './dialog';

/** A page as the cloud answers it. `nextCursor` leads to the page after it; null at the end. */
export type ListPage<Row> = { rows: Row[]; nextCursor: string | null };

/** The list as far as it was read. */
export type ListView<Row> = { rows: Row[]; isAtEnd: boolean; isLoadingMore: boolean };

/** What the list needs of the page that shows it. */
export type ListOwner<Row> = {
  /** Reads the page at this cursor; null: page one. */
  read: (cursor: string | null) => Promise<ListPage<Row>>;
  id: (row: Row) => string;
  show: (view: ListView<Row>) => void;
  /** Page one was not read; the rows shown before remain. */
  failed: (error: unknown) => void;
  loadingMore?: (isLoadingMore: boolean) => void;
  /** A later page was not read. Without this callback a toast says why. */
  moreFailed?: (error: unknown) => void;
};

export type PagedList<Row> = ReturnType<typeof createPagedList<Row>>;

type Edit<Row> = (rows: Row[]) => Row[];
type Merge<Row> = (rows: Row[], firstPage: Row[]) => Row[];

/**
 * A list that is read page by page. Answers may arrive in any order: only the newest read of page one is shown, and
 * edits made after a page was asked for are applied to its answer, so that no late answer undoes them.
 */
export function createPagedList<Row>(owner: ListOwner<Row>) {
  let rows: Row[] = [];
  let cursor: string | null = null;
  /** The next answer for page one replaces all rows; no further page is read until then. */
  let isReplacing = true;
  /** Page one was read, even if it was empty; before that there is nothing to show. */
  let isRead = false;
  let isLoadingMore = false;
  /** Numbers the reads of page one; only the answer to the newest is shown. */
  let firstReads = 0;
  let newestRead = Promise.resolve();
  /** Numbers the replacements; a further page of rows that were replaced meanwhile is dropped. */
  let replacements = 0;
  /** Edits made while reads are in flight, whose answers may not include them. */
  let edits: Edit<Row>[] = [];
  let readsInFlight = 0;

  const show = () => owner.show({ rows, isAtEnd: cursor === null, isLoadingMore });

  const setLoadingMore = (next: boolean) => {
    if (next === isLoadingMore) return;
    isLoadingMore = next;
    owner.loadingMore?.(next);
  };

  const dropMore = () => {
    replacements += 1;
    setLoadingMore(false);
  };

  const read = async (from: string | null): Promise<ListPage<Row>> => {
    const known = edits.length;
    readsInFlight += 1;
    try {
      const page = await owner.read(from);
      const later = edits.slice(known);
      return { ...page, rows: later.reduce((edited, edit) => edit(edited), page.rows) };
    } finally {
      readsInFlight -= 1;
      if (readsInFlight === 0) edits = [];
    }
  };

  const readFirst = (merge: Merge<Row>) => {
    firstReads += 1;
    newestRead = takeFirst(firstReads, merge);
    return newestRead;
  };

  const takeFirst = async (request: number, merge: Merge<Row>): Promise<void> => {
    try {
      const first = await read(null);
      if (request === firstReads) showFirst(first, merge);
      else await newestRead;
    } catch (error) {
      if (request === firstReads) owner.failed(error);
      else await newestRead;
    }
  };

  const showFirst = (first: ListPage<Row>, merge: Merge<Row>) => {
    if (isReplacing || first.nextCursor === null || !overlaps(first)) {
      if (!isReplacing) dropMore();
      rows = first.rows;
      cursor = first.nextCursor;
      isReplacing = false;
      isRead = true;
    } else {
      rows = merge(rows, first.rows);
    }
    show();
  };

  /** Without a common row, rows may be missing between page one and what is shown. */
  const overlaps = (first: ListPage<Row>) => {
    const known = new Set(rows.map((row) => owner.id(row)));
    return first.rows.some((row) => known.has(owner.id(row)));
  };

  return {
    rows: () => rows,
    /** Shows the rows again, for a page that presents them in another way. */
    show() {
      if (isRead) show();
    },

    /** Reads page one and replaces all rows. Resolves when page one, of this or a newer read, is shown or has failed. */
    reload(): Promise<void> {
      isReplacing = true;
      dropMore();
      return readFirst((_, firstPage) => firstPage);
    },

    /**
     * Reads page one again and merges it into the rows; further pages continue where they were. A page one that is the
     * whole list, or has no row in common with what is shown, replaces all rows.
     */
    refresh(merge: Merge<Row>): Promise<void> {
      return readFirst(merge);
    },

    /** Reads the next page, one at a time. Answers whether it was added. */
    async more(): Promise<boolean> {
      if (cursor === null || isReplacing || isLoadingMore) return false;
      const from = replacements;
      setLoadingMore(true);
      try {
        const next = await read(cursor);
        if (from !== replacements) return false;
        // A refreshed page one may reach down into this page.
        const known = new Set(rows.map((row) => owner.id(row)));
        rows = [...rows, ...next.rows.filter((row) => !known.has(owner.id(row)))];
        cursor = next.nextCursor;
        isLoadingMore = false;
        show();
        return true;
      } catch (error) {
        if (from !== replacements) return false;
        setLoadingMore(false);
        if (owner.moreFailed) owner.moreFailed(error);
        else toast(explain(error));
        return false;
      }
    },

    /** Applies an edit that the cloud has taken, also to answers of pages that were requested before it. */
    change(edit: Edit<Row>) {
      if (readsInFlight > 0) edits = [...edits, edit];
      if (!isRead) return;
      rows = edit(rows);
      show();
    },

    /** Forgets everything and drops answers in flight: another list follows, or none. */
    clear() {
      rows = [];
      cursor = null;
      isReplacing = true;
      isRead = false;
      firstReads += 1;
      newestRead = Promise.resolve();
      edits = [];
      dropMore();
    },
  };
}
