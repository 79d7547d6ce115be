import { readFileSync, readlinkSync } from "node:fs";

/**
 * A process, told apart from a later one with the same id by its start, and from those of other containers by its
 * namespace (both of Linux; empty elsewhere).
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks after boot. */
  readonly start: string;
  /** The inode of the namespace that the id belongs to. */
  readonly namespace: string;
}

/** The identity of this process. */
export function identifySelf(): ProcessIdentity {
  return { pid: process.pid, start: startOf(process.pid), namespace: readNamespace() };
}

/** As a part of a file's name: `4026531836-1234-987654`. */
export function renderIdentity({ namespace, pid, start }: ProcessIdentity): string {
  return `${namespace || 0}-${pid}-${start || 0}`;
}

/** Reads what `renderIdentity` wrote. */
export function parseIdentity(text: string): ProcessIdentity | undefined {
  const [, namespace = "", pid = "", start = ""] = /^(\d+)-(\d+)-(\d+)$/.exec(text) ?? [];
  return pid === ""
    ? undefined
    : { pid: Number(pid), start: emptied(start), namespace: emptied(namespace) };
}

/** Whether a process has certainly ended; of another container's nothing is certain. */
export function hasEnded({ pid, start, namespace }: ProcessIdentity): boolean {
  if (namespace !== readNamespace()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
  return start !== "" && startOf(pid) !== start;
}

function emptied(text: string): string {
  return text === "0" ? "" : text;
}

/** Field 22 of proc_pid_stat(5); the second one is a name in brackets, which may hold anything. */
function startOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

function readNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync("/proc/self/ns/pid"))?.[0] ?? "";
  } catch {
    return "";
  }
}
