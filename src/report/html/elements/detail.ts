/**
 * How much a page tells of each build: `full`, or in a page of so many builds that it would become slow to open `compact`,
 * which says each rule's remedy once, with the rule, and leaves pictures, steps, tools and the hashes of small files to
 * `result.json`.
 */
export type Detail = "full" | "compact";

/** Ten models for six socs stay below this in full; a browser on a phone opens it at once. */
export const MAX_FULL_BYTES = 950_000;
