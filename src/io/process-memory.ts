import { readdir, readFile } from "node:fs/promises";

/** A watch over what a process group has in memory. */
export interface MemoryWatch {
  readonly peakBytes: () => number;
  readonly stop: () => void;
}

const INTERVAL_MS = 100;
/** Size of a page of `/proc/<pid>/stat`'s resident set on the machines that the compilers run on (x86-64). */
const PAGE_BYTES = 4096;

/**
 * Sums up the resident memory of a process group ten times a second and calls `exceeded` once it is above the limit.
 *
 * It reads Linux's `/proc`; elsewhere it sees nothing and stops nothing.
 */
export function watchMemory(
  groupId: number,
  limitBytes: number,
  exceeded: () => void,
): MemoryWatch {
  let peakBytes = 0;
  let isStopped = false;
  const look = async (): Promise<void> => {
    peakBytes = Math.max(peakBytes, await sumResidentBytes(groupId));
    if (isStopped) return;
    if (peakBytes > limitBytes) exceeded();
    else timer = setTimeout(() => void look(), INTERVAL_MS);
  };
  let timer = setTimeout(() => void look(), 0);
  return {
    peakBytes: () => peakBytes,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

async function sumResidentBytes(groupId: number): Promise<number> {
  const names = await readdir("/proc").catch(() => []);
  const sizes = await Promise.all(
    names.filter((name) => /^\d+$/.test(name)).map((pid) => residentBytesOf(pid, groupId)),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** 0 for a process of another group, or one that has just ended. Fields as in `man 5 proc_pid_stat`. */
async function residentBytesOf(pid: string, groupId: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const [, , processGroup, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (Number(processGroup) !== groupId) return 0;
  return Number(rest[RESIDENT_AFTER_GROUP]) * PAGE_BYTES;
}

/** `rss` is field 24, the process group field 5. */
const RESIDENT_AFTER_GROUP = 24 - 6;
