import { type ProcessResult, runProcess } from "../io/process.ts";

/** Runs uv with the user's own settings; by itself it never fetches a Python. */
export async function runUv(
  uv: string,
  args: readonly string[],
  pythonDownloads: "never" | "manual" = "never",
): Promise<ProcessResult> {
  return await runProcess(uv, args, {
    timeoutMs: 1_200_000,
    environment: { UV_PYTHON_DOWNLOADS: pythonDownloads },
  });
}
