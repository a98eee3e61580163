import { explain, toast } from './dialog';

/** What the cloud answers to a question for a page. `nextCursor` leads to the page after it; null at the end. */
export type ListPage<Row> = { rows: Row[]; nextCursor: string | null };

/** The list as far as it was read. */
export type Listed<Row> = { rows: Row[]; isAtEnd: boolean; isLoadingMore: boolean };

/** What the list needs of the page that shows it. */
export type ListOwner<Row> = {
  /** Asks for the page at this cursor; null: page one. */
  read: (cursor: string | null) => Promise<ListPage<Row>>;
  id: (row: Row) => string;
  show: (listed: Listed<Row>) => void;
  /** Page one did not come; what was shown before still stands. */
  failed: (error: unknown) => void;
  loadingMore?: (isLoadingMore: boolean) => void;
  /** A page further down did not come. Where nothing is said of it, a toast tells why. */
  moreFailed?: (error: unknown) => void;
};

export type PagedList<Row> = ReturnType<typeof createPagedList<Row>>;

type Join<Row> = (rows: Row[], firstPage: Row[]) => Row[];

/** A list that is read page after page. Whatever arrives when, what was asked last from the top is what is shown. */
export function createPagedList<Row>(owner: ListOwner<Row>) {
  let rows: Row[] = [];
  let cursor: string | null = null;
  /** The next page one replaces everything; until it is there, nothing follows what is shown. */
  let isAnew = true;
  /** Something stands, be it an empty list; before, there is nothing to show or to change. */
  let isRead = false;
  let isLoadingMore = false;
  /** Numbers the questions for page one; an answer to an older one is dropped. */
  let newest = 0;
  let newestEnd = Promise.resolve();
  /** Numbers the beginnings; a page that continues an earlier one is dropped. */
  let beginning = 0;

  const show = () => owner.show({ rows, isAtEnd: cursor === null, isLoadingMore });

  const setLoadingMore = (next: boolean) => {
    if (next === isLoadingMore) return;
    isLoadingMore = next;
    owner.loadingMore?.(next);
  };

  const abandonMore = () => {
    beginning += 1;
    setLoadingMore(false);
  };

  const readFirst = (join: Join<Row>) => {
    newest += 1;
    newestEnd = takeFirst(newest, join);
    return newestEnd;
  };

  const takeFirst = async (request: number, join: Join<Row>): Promise<void> => {
    try {
      const first = await owner.read(null);
      if (request === newest) showFirst(first, join);
      else await newestEnd;
    } catch (error) {
      if (request === newest) owner.failed(error);
      else await newestEnd;
    }
  };

  const showFirst = (first: ListPage<Row>, join: Join<Row>) => {
    if (isAnew || isWhole(first) || !meets(first)) {
      if (!isAnew) abandonMore();
      rows = first.rows;
      cursor = first.nextCursor;
      isAnew = false;
      isRead = true;
    } else {
      rows = join(rows, first.rows);
    }
    show();
  };

  const isWhole = ({ nextCursor }: ListPage<Row>) => nextCursor === null;

  /** Where page one shares no row with what stands, some may be missing in between. */
  const meets = (first: ListPage<Row>) => {
    const known = new Set(rows.map((row) => owner.id(row)));
    return first.rows.some((row) => known.has(owner.id(row)));
  };

  return {
    rows: () => rows,
    /** Shows again what stands, for the page looks at it in another way. */
    show() {
      if (isRead) show();
    },

    /** Reads from the top; what stands is replaced. Ends when page one is shown or failed, be it by a later question. */
    reload(): Promise<void> {
      isAnew = true;
      abandonMore();
      return readFirst((_, firstPage) => firstPage);
    },

    /**
     * Reads page one again: `join` says how it goes with what stands, and further pages go on where they were. Where page
     * one is all there is, or nothing of it was known, it replaces what stands.
     */
    renew(join: Join<Row>): Promise<void> {
      return readFirst(join);
    },

    /** Reads the next page, one at a time. Answers whether it came. */
    async more(): Promise<boolean> {
      if (cursor === null || isAnew || isLoadingMore) return false;
      const from = beginning;
      setLoadingMore(true);
      try {
        const next = await owner.read(cursor);
        if (from !== beginning) return false;
        // Page one, read again, may reach down into what comes only now.
        const known = new Set(rows.map((row) => owner.id(row)));
        rows = [...rows, ...next.rows.filter((row) => !known.has(owner.id(row)))];
        cursor = next.nextCursor;
        isLoadingMore = false;
        show();
        return true;
      } catch (error) {
        if (from !== beginning) return false;
        setLoadingMore(false);
        if (owner.moreFailed) owner.moreFailed(error);
        else toast(explain(error));
        return false;
      }
    },

    /** Something was done to rows that stand. */
    change(edit: (rows: Row[]) => Row[]) {
      if (!isRead) return;
      rows = edit(rows);
      show();
    },

    /** Nothing of it is kept, and what still arrives is dropped: it becomes another list, or nobody looks any more. */
    clear() {
      rows = [];
      cursor = null;
      isAnew = true;
      isRead = false;
      newest += 1;
      newestEnd = Promise.resolve();
      abandonMore();
    },
  };
}
