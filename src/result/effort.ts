/** How hard the search for the recipe that quantizes best may try. */
export const EFFORTS = ["off", "fast", "best"] as const;

export type Effort = (typeof EFFORTS)[number];
