/** The base plan of the platform; sources stand in docs/capacity.md. */
export const smallPlan = { callsPerMonth: 200_000, qps: 30, connections: 20, concurrency: 20 };

/** Of a day, in its busiest hour. */
export const peakHourShare = 0.2;
/** What the local cloud is quicker at than the real one, and what it waits for in the played evening. */
export const databaseMs = 20;
export const pictureSeconds = 12;
