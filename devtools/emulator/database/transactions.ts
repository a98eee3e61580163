import { transactionBusy, transactionNotExist } from '../wire/errors';
import { Locks } from './locks';
import type { Store } from './store';
import { Transaction } from './transaction';

export type TransactionOptions = {
  /** The lifetime of a transaction. */
  lifeMilliseconds: number;
  /**
   * How long an operation keeps its transaction busy before it replies. Without this delay the parallel operations of a
   * `Promise.all` would never overlap here, while in the cloud they do.
   */
  busyMilliseconds: number;
  delay: (milliseconds: number) => Promise<void>;
  /** Calls back after the time; returns a function that cancels the timer. */
  setTimer: (callback: () => void, milliseconds: number) => () => void;
};

/** The open transactions by id. */
export class Transactions {
  readonly locks = new Locks();
  private readonly open = new Map<string, { transaction: Transaction; cancelTimer: () => void }>();

  constructor(
    private readonly store: Store,
    private readonly options: TransactionOptions,
  ) {}

  begin(): string {
    const transaction = new Transaction(this.store, this.locks);
    const expire = () => this.close(transaction);
    const cancelTimer = this.options.setTimer(expire, this.options.lifeMilliseconds);
    this.open.set(transaction.id, { transaction, cancelTimer });
    return transaction.id;
  }

  /** Runs one operation. Any error ends the transaction, as in MongoDB. */
  async run<Result>(id: string, operation: (transaction: Transaction) => Result): Promise<Result> {
    const transaction = this.find(id);
    if (transaction.isBusy) throw transactionBusy();
    transaction.isBusy = true;
    try {
      return operation(transaction);
    } catch (error) {
      this.close(transaction);
      throw error;
    } finally {
      if (this.options.busyMilliseconds > 0)
        await this.options.delay(this.options.busyMilliseconds);
      transaction.isBusy = false;
    }
  }

  commit(id: string): void {
    const transaction = this.find(id);
    if (transaction.isBusy) throw transactionBusy();
    this.forget(transaction);
    try {
      transaction.commit();
    } catch (error) {
      transaction.end();
      throw error;
    }
  }

  abort(id: string): void {
    this.close(this.find(id));
  }

  abortAll(): void {
    for (const { transaction } of [...this.open.values()]) this.close(transaction);
  }

  private find(id: string): Transaction {
    const found = this.open.get(id);
    if (found === undefined) throw transactionNotExist();
    return found.transaction;
  }

  private close(transaction: Transaction): void {
    if (this.forget(transaction)) transaction.end();
  }

  private forget(transaction: Transaction): boolean {
    this.open.get(transaction.id)?.cancelTimer();
    return this.open.delete(transaction.id);
  }
}
