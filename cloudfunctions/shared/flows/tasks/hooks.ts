import type { WorkNeeds } from './needs';

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
