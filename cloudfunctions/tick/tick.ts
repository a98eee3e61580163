import type { Context, TimerCaller } from '../shared/context';
import { runDue } from '../shared/flows/due/run';
import type { RunSummary } from '../shared/flows/due/run';
import { dueWorks } from '../shared/flows/due/works';

export function tick(context: Context<TimerCaller>): Promise<RunSummary> {
  return runDue(dueWorks, context);
}
