import { onExit } from "signal-exit";

/** Ends every process of a group at once; a group that is gone already is fine. */
export function killGroup(groupId: number): void {
  try {
    process.kill(-groupId, "SIGKILL");
  } catch {
    // ESRCH: none is left. EPERM: the number belongs to somebody else by now.
  }
}

/** Ends a process group when dlpu itself ends, by Ctrl-C too. Gives the way to call it off. */
export function killGroupAtExit(groupId: number): () => void {
  return onExit(() => {
    killGroup(groupId);
  });
}
