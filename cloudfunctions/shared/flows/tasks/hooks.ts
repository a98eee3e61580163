import type { Transaction } from '../../data/core/database';
import type { Task } from '../../domain/tasks/task';
import type { WorkNeeds } from './needs';

/** In the transaction that ends a task. */
export function tellTaskEnded(_transaction: Transaction, _task: Task): Promise<void> {
  return Promise.resolve();
}

/** Whether the picture shows the garment as it is. `down`: nobody could tell. */
export type FidelityCheck = (pictures: {
  garmentUrl: string;
  resultUrl: string;
  kind: 'photography' | 'fitting';
}) => Promise<{ verdict: 'same' | 'different' | 'down' }>;

/** Null while the guard is switched off. */
export function openFidelityCheck(_needs: WorkNeeds): Promise<FidelityCheck | null> {
  return Promise.resolve(null);
}
