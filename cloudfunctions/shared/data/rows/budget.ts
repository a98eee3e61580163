import * as z from 'zod';
import { parseRow } from '../core/rows';

/** The row `app_config/budget`. */
export const BudgetRow = z.object({
  _id: z.string(),
  /** The maximum cost of vendors per business day; beyond it no orders are sent. */
  dailyFen: z.number().min(0),
});

export const BudgetDayRow = z.object({
  _id: z.string(),
  startedFen: z.number().min(0),
  starts: z.number().int().min(0),
});

export function parseBudget(row: unknown): { dailyFen: number } {
  return { dailyFen: parseRow('app_config', BudgetRow, row).dailyFen };
}

export function parseBudgetDay(row: unknown): { startedFen: number; starts: number } {
  const { startedFen, starts } = parseRow('studio_budget_days', BudgetDayRow, row);
  return { startedFen, starts };
}
