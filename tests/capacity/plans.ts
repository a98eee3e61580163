/** The base plan of the platform; for sources see docs/capacity.md. */
export const smallPlan = { callsPerMonth: 200_000, qps: 30, connections: 20, concurrency: 20 };

/** The share of a day's load in its busiest hour. */
export const peakHourShare = 0.2;
/** The delays of the real cloud, which the local one lacks and the played evening adds. */
export const databaseMs = 20;
export const pictureSeconds = 12;
