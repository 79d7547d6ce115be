import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { link, lstat, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const FILE = "machine.key";
const KEY_BYTES = 32;

/** Vouches for what dlpu wrote on this machine: only who can read the machine's key can make a seal. */
export interface Seal {
  /** HMAC-SHA-256 of a text, as 64 lower-case hexadecimal digits. */
  readonly of: (text: string) => string;
  readonly fits: (text: string, seal: string) => boolean;
}

/**
 * Opens the seal of this machine, whose key lies in dlpu's cache folder and is made there when it is first needed.
 *
 * A key that somebody else could have written or read (a link, another owner, rights for others) is replaced. Where no
 * key can be kept, the seal is good for this run only. The folder must lie outside of what a repository can bring.
 */
export async function openMachineSeal(folder: string): Promise<Seal> {
  const path = join(folder, FILE);
  return sealWith((await findKey(path)) ?? (await makeKey(path)));
}

/** A seal that nothing made before or after this run fits. */
export function sealOfThisRun(): Seal {
  return sealWith(randomBytes(KEY_BYTES));
}

function sealWith(key: Uint8Array): Seal {
  const digest = (text: string): Buffer => createHmac("sha256", key).update(text).digest();
  return {
    of: (text) => digest(text).toString("hex"),
    fits: (text, seal) => {
      const given = Buffer.from(seal, "hex");
      const right = digest(text);
      return given.length === right.length && timingSafeEqual(given, right);
    },
  };
}

async function findKey(path: string): Promise<Uint8Array | undefined> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isFile() !== true || found.size !== KEY_BYTES) return undefined;
  const isPrivate = (found.mode & 0o077) === 0 && found.uid === process.getuid?.();
  return isPrivate ? await readFile(path) : undefined;
}

async function makeKey(path: string): Promise<Uint8Array> {
  const key = randomBytes(KEY_BYTES);
  const aside = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    await mkdir(join(path, ".."), { recursive: true });
    if ((await findKey(path)) === undefined) await rm(path, { force: true, recursive: true });
    await writeFile(aside, key, { mode: 0o600, flag: "wx" });
    await link(aside, path);
    return key;
  } catch {
    return (await findKey(path)) ?? key; // Another run was faster, or nothing can be kept here.
  } finally {
    await rm(aside, { force: true }).catch(() => undefined);
  }
}
