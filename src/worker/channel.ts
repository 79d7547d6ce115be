import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { EnvironmentError, ToolchainError } from "../errors.ts";
import { allowedEnvironment } from "../io/process.ts";
import { PROJECT_ROOT } from "../io/project-root.ts";
import type { Message, Method, Params, Result } from "./protocol.ts";
import { messageSchema, RESULT_SCHEMAS } from "./protocol.ts";
import { workerError } from "./worker-error.ts";

/** Bounds and listeners of one call. */
export interface CallOptions {
  /** What the call is about, as the user knows it: goes into error messages. */
  readonly subject: string;
  readonly timeoutMs: number;
  readonly memoryBytes: number;
  readonly onProgress?: (stage: string, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface Reply<M extends Method> {
  readonly result: Result<M>;
  readonly seconds: number;
  readonly peakMemoryBytes: number;
}

/** The Python worker: each call runs in a process of its own with limits; calls may overlap. */
export interface Worker {
  readonly call: <M extends Method>(
    method: M,
    params: Params<M>,
    options: CallOptions,
  ) => Promise<Reply<M>>;
  /** Ends the worker and whatever it still runs. */
  readonly close: () => Promise<void>;
}

interface Pending {
  readonly options: CallOptions;
  readonly settle: (message: Exclude<Message, { event: string }>) => void;
  readonly reject: (error: Error) => void;
}

/** Starts a worker on an interpreter that has its environment. The worker ends when this process does, however it ends. */
export function openWorker(python: string): Worker {
  const pending = new Map<number, Pending>();
  const server = startServer(python);
  let lastId = 0;
  let ended: Error | undefined;
  let stderr = "";

  server.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-4_000);
  });
  createInterface({ input: server.stdout }).on("line", (line) => {
    dispatch(line, pending);
  });
  const closed = new Promise<void>((resolve) => {
    const end = (why: string): void => {
      ended ??= new EnvironmentError(
        `The Python worker ended (${why}): ${stderr.trim().split("\n").at(-1) ?? ""}`,
        "Run dlpu doctor; if it finds nothing, free memory or run fewer models at once.",
        { code: "DLPU-WORKER-ENDED" },
      );
      for (const { reject } of pending.values()) reject(ended);
      pending.clear();
      resolve();
    };
    server.on("error", (error) => {
      end(error.message);
    });
    server.on("close", (code, signal) => {
      end(signal ?? `exit status ${code ?? "unknown"}`);
    });
  });

  return {
    call: async (method, params, options) => {
      if (ended !== undefined) throw ended;
      lastId += 1;
      const id = lastId;
      const limits = { timeoutMs: options.timeoutMs, memoryBytes: options.memoryBytes };
      const cancel = (): void => void server.stdin.write(frame({ cancel: id }));
      options.signal?.addEventListener("abort", cancel, { once: true });
      try {
        return await new Promise((resolve, reject) => {
          const settle: Pending["settle"] = (message) => {
            if (message.ok) resolve(parseReply(method, message));
            else reject(workerError(message.error, options.subject));
          };
          pending.set(id, { options, settle, reject });
          server.stdin.write(frame({ id, method, params, limits }));
        });
      } finally {
        options.signal?.removeEventListener("abort", cancel);
      }
    },
    close: async () => {
      server.stdin.end();
      await closed;
    },
  };
}

function startServer(python: string): ChildProcessWithoutNullStreams {
  const server = spawn(python, ["-m", "dlpu_worker"], {
    env: {
      ...allowedEnvironment(process.env),
      PYTHONPATH: join(PROJECT_ROOT, "worker"),
      PYTHONDONTWRITEBYTECODE: "1",
      PYTHONHASHSEED: "0",
    },
    stdio: ["pipe", "pipe", "pipe"],
    // Its own group: Ctrl-C reaches dlpu alone, which then ends the worker in order.
    detached: true,
  });
  server.stdin.on("error", () => {
    // A worker that has ended reports that by itself.
  });
  return server;
}

function frame(message: unknown): string {
  return `${JSON.stringify(message)}\n`;
}

function dispatch(line: string, pending: Map<number, Pending>): void {
  const message = messageSchema.parse(JSON.parse(line));
  const waiting = pending.get(message.id);
  if (waiting === undefined) return;
  if ("event" in message) {
    waiting.options.onProgress?.(message.stage, message.done, message.total);
    return;
  }
  pending.delete(message.id);
  waiting.settle(message);
}

function parseReply<M extends Method>(
  method: M,
  message: { result?: unknown; seconds: number; peakMemoryBytes: number },
): Reply<M> {
  const parsed = RESULT_SCHEMAS[method].safeParse(message.result);
  if (!parsed.success) {
    throw new ToolchainError(
      `The worker's answer to ${method} is not what was agreed: ${parsed.error.message}`,
      "Update dlpu as a whole; its TypeScript and Python parts belong together.",
    );
  }
  const { seconds, peakMemoryBytes } = message;
  // The schema was picked by the method, which TypeScript cannot follow.
  return { result: parsed.data as Result<M>, seconds, peakMemoryBytes };
}
