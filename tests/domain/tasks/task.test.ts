import { newTask, withWork } from '../../../cloudfunctions/shared/domain/tasks/task';
import type { Task, TaskWorkState } from '../../../cloudfunctions/shared/domain/tasks/task';
import { at } from './jobs';

const owner = {
  ...{ id: 'task_1', openid: 'alice', userId: 'user_1' },
  type: 'photography' as const,
};
const fresh = (count: number) =>
  newTask(
    owner,
    Array.from({ length: count }, (_, index) => ({ id: `w${index}`, cost: 1 })),
    at(0),
  );

/** Moves the works to these states in order; the credit of a completed work is spent, others are refunded. */
function played(states: readonly TaskWorkState[]): Task {
  return states.reduce((task, state, index) => {
    const money =
      state === 'completed'
        ? { spent: 1 }
        : state === 'failed' || state === 'cancelled'
          ? { refunded: 1 }
          : {};
    return withWork(task, `w${index}`, { state }, at(1), money);
  }, fresh(states.length));
}

describe('the state of a task', () => {
  it.each<[TaskWorkState[], string]>([
    [['queued', 'queued'], 'queued'],
    [['queued', 'drawing'], 'running'],
    [['queued', 'completed'], 'running'],
    [['completed', 'completed'], 'completed'],
    [['completed', 'failed'], 'partial'],
    [['completed', 'cancelled'], 'partial'],
    [['failed', 'cancelled'], 'failed'],
    [['cancelled', 'cancelled'], 'cancelled'],
  ])('of %j is %s', (states, state) => {
    expect(played(states).state).toBe(state);
  });

  it.each<[TaskWorkState[], string]>([
    [['queued', 'queued'], 'queued'],
    [['drawing', 'checking'], 'checking'],
    [['completed', 'drawing'], 'drawing'],
  ])('reports the progress of %j: %s', (states, stage) => {
    expect(played(states).stage).toBe(stage);
  });

  it('costs exactly what was delivered', () => {
    const task = played(['completed', 'failed', 'completed', 'cancelled']);
    expect(task).toMatchObject({ done: 2, total: 4, reserved: 4, spent: 2, refunded: 2 });
    expect(task.endedAt).toEqual(at(1));
  });

  it('changes no picture that has ended', () => {
    const task = withWork(played(['completed', 'queued']), 'w0', { state: 'drawing' }, at(2));
    expect(task.works[0]?.state).toBe('completed');
  });

  it('forgets why it waited once a picture moves', () => {
    const task = { ...fresh(1), waitsFor: 'assets' as const };
    expect(withWork(task, 'w0', { state: 'drawing' }, at(1)).waitsFor).toBeUndefined();
  });
});
