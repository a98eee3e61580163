import type { Transaction } from './transaction';

type Reservation = { transaction: Transaction; place: string };

/** Documents and unique keys that open transactions have written. */
export class Locks {
  private readonly places = new Map<string, Transaction>();
  private readonly keys = new Map<string, Reservation>();

  holderOf(place: string): Transaction | null {
    return this.places.get(place) ?? null;
  }

  take(place: string, transaction: Transaction): void {
    this.places.set(place, transaction);
  }

  reservationOf(collection: string, index: string, key: string): Reservation | null {
    return this.keys.get(`${collection}\u0000${index}\u0000${key}`) ?? null;
  }

  reserve(collection: string, index: string, key: string, reservation: Reservation): void {
    this.keys.set(`${collection}\u0000${index}\u0000${key}`, reservation);
  }

  releaseKeys(place: string, transaction: Transaction): void {
    for (const [key, reservation] of this.keys) {
      if (reservation.transaction === transaction && reservation.place === place)
        this.keys.delete(key);
    }
  }

  release(transaction: Transaction): void {
    for (const [place, holder] of this.places) {
      if (holder === transaction) this.places.delete(place);
    }
    for (const [key, reservation] of this.keys) {
      if (reservation.transaction === transaction) this.keys.delete(key);
    }
  }
}
