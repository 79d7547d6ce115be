/** Folders of `src/` by row, lowest first. */
export const FOLDER_ORDER: string[][];
