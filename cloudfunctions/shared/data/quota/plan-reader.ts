import type { Plan } from '../../domain/quota/quota';
import { createRowReader, isMissing } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parsePlan, parsePlanFeature, salvagePlan } from '../rows/plan';
import type { PlanRecord } from '../rows/plan';

/** A plan with its limits and its offer. */
export type OfferedPlan = Plan & Pick<PlanRecord, 'priceFen' | 'days' | 'isActive'>;

/** Assembles plans from their rows and the rows of `plan_features`. */
export function createPlanReader(onInvalidRow: OnInvalidRow) {
  const plans = createRowReader(parsePlan, onInvalidRow);
  const features = createRowReader(parsePlanFeature, onInvalidRow);

  function readRecords(rows: readonly unknown[]): PlanRecord[] {
    return rows.flatMap((row) => plans.readOptional(row) ?? salvagePlan(row) ?? []);
  }

  /** Malformed or unknown features are left out: the level's default applies. */
  function readValues(rows: readonly unknown[]): (planId: string) => Plan['values'] {
    const all = features.readAll(rows);
    return (planId) => {
      const values: Plan['values'] = {};
      for (const { planId: ofPlan, feature, value } of all) {
        if (ofPlan === planId && feature !== null) values[feature] = value;
      }
      return values;
    };
  }

  return {
    /** Null for a missing row. */
    readPlan(row: unknown, featureRows: readonly unknown[]): Plan | null {
      const [record] = isMissing(row) ? [] : readRecords([row]);
      if (record === undefined) return null;
      const { id, name, level } = record;
      return { id, name, level, values: readValues(featureRows)(id) };
    },

    readPlans(rows: readonly unknown[], featureRows: readonly unknown[]): Plan[] {
      if (rows.length === 0) return [];
      const valuesOf = readValues(featureRows);
      return readRecords(rows).map(({ id, name, level }) => ({
        ...{ id, name, level, values: valuesOf(id) },
      }));
    },

    /** Sorted as on the plans page. */
    readOffers(rows: readonly unknown[], featureRows: readonly unknown[]): OfferedPlan[] {
      const valuesOf = readValues(featureRows);
      return readRecords(rows)
        .sort((a, b) => a.sort - b.sort || (a.id < b.id ? -1 : 1))
        .map(({ sort: _, ...plan }) => ({ ...plan, values: valuesOf(plan.id) }));
    },
  };
}
