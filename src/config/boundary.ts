import { realpath } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { UserError } from "../errors.ts";
import { findStat } from "../io/files.ts";
import { followLinks } from "../io/follow-links.ts";
import { isBelow } from "../io/is-below.ts";
import { findRepository } from "../io/repository.ts";

/** The real path of the folder that files may be taken from, links followed. */
export type Boundary = string;

/** What a person names on the command line may lie anywhere. */
export const ANYWHERE: Boundary = sep;

/** The boundary of what lies in a folder: the root that the command line names, else the folder's repository, else itself. */
export async function findBoundary(folder: string, root: string | undefined): Promise<Boundary> {
  if (root !== undefined) return await followLinks(root);
  const real = await followLinks(folder);
  return (await findRepository(real)) ?? real;
}

/** The boundary for a path of the command line: inside a repository its links may not lead out, elsewhere all is allowed. */
export function boundaryFor(path: string, boundary: Boundary): Boundary {
  return isBelow(path, boundary) ? boundary : ANYWHERE;
}

/**
 * Refuses to look at anything outside of a boundary, or at what is neither a file nor a folder; `naming` says who named it.
 *
 * @throws UserError that shows the path and nothing of what is there.
 */
export async function requireInside(
  path: string,
  boundary: Boundary,
  naming: string,
): Promise<void> {
  const real = await followLinks(resolve(path));
  if (!isInside(real, boundary)) {
    const way = real === resolve(path) ? "" : `, which leads to ${real}`;
    throw new UserError(
      `${naming} names ${path}${way}: that is not in ${boundary}`,
      "Keep what the configuration names in the repository, without links out of it; or name a folder that holds both with --root.",
      { code: "DLPU-OUTSIDE" },
    );
  }
  const found = await findStat(path);
  if (found === undefined || found.isFile() || found.isDirectory()) return;
  throw new UserError(
    `${naming} names ${path}, which is no regular file`,
    "Name a file or folder.",
  );
}

/**
 * Refuses programs that lie in the checkout that their configuration is in: a pull request could bring both.
 *
 * @throws UserError also where only a link leads into it.
 */
export async function requireOutsideCheckout(
  folder: string,
  configFolder: string,
  naming: string,
): Promise<void> {
  const checkout = await findBoundary(configFolder, undefined);
  if (!isBelow(await followLinks(folder), checkout) && !isBelow(folder, checkout)) return;
  throw new UserError(
    `${naming} names programs in ${folder}, which lies in the checkout ${checkout}: a pull request could replace them`,
    "Install them elsewhere on the machine, and name that folder.",
    { code: "DLPU-TOOLCHAIN-IN-CHECKOUT" },
  );
}

/** Whether a file that was found is one, and its links do not lead out of a boundary. */
export async function isFileInside(path: string, boundary: Boundary): Promise<boolean> {
  const real = await realpath(path).catch(() => undefined);
  return (
    real !== undefined && isInside(real, boundary) && (await findStat(real))?.isFile() === true
  );
}

/** git's own folder can hold the token of a job. */
function isInside(real: string, boundary: Boundary): boolean {
  return isBelow(real, boundary) && !real.split(sep).includes(".git");
}
