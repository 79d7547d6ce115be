import { UserError } from "../errors.ts";
import { runProcess } from "./process.ts";

/** The commit that is checked out in a folder, asked of git. */
export async function readCommit(folder: string): Promise<string> {
  const { exitCode, stdout } = await runProcess("git", ["rev-parse", "--verify", "HEAD"], {
    cwd: folder,
    timeoutMs: 10_000,
  });
  const commit = stdout.trim();
  if (exitCode === 0 && /^[0-9a-f]{7,64}$/.test(commit)) return commit;
  throw new UserError(
    `git knows no commit in ${folder}, and the history has one line a commit.`,
    "Run dlpu report in the repository, or name the commit with --commit.",
  );
}
