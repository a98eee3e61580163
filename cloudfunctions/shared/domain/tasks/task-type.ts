export const taskTypes = ['photography', 'fitting'] as const;
export type TaskType = (typeof taskTypes)[number];
