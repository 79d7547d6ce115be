import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { EnvironmentError } from "../errors.ts";
import { type Method, type MethodParams } from "./method-params.ts";
import { parseResult, type MethodResult } from "./method-results.ts";
import { parseMessage, type Cost, type Message } from "./protocol.ts";
import { workerError } from "./worker-error.ts";

/** Limits and observers of one call. */
export interface CallOptions {
  readonly timeoutMs: number;
  /** Private memory beyond the worker's own; mapped sample and model files are not counted. */
  readonly memoryBytes: number;
  readonly onProgress?: (stage: string, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** A step's result and what it cost. */
export interface Reply<M extends Method> extends Cost {
  readonly result: MethodResult<M>;
}

interface PendingCall {
  readonly method: Method;
  readonly onProgress: CallOptions["onProgress"];
  readonly resolve: (message: Extract<Message, { ok: true }>) => void;
  readonly reject: (error: Error) => void;
}

/** Environment variables that the worker may see: no token, no proxy credential, no secret. */
const allowedVariables = ["PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR", "TZ"];
const stderrTailLength = 4096;
const closeGraceMs = 5000;
/** The worker itself ends a step at its limit; a worker that is stopped or stuck is ended by us so much later. */
const timeoutGraceMs = 5000;

/**
 * Talks to one Python worker process: many calls at once, each in a child of the worker.
 *
 * The process starts with the first call and again after it died; `close` ends it.
 */
export class WorkerChannel {
  readonly #python: string;
  readonly #packageFolder: string;
  readonly #temporaryFolder: string | undefined;
  readonly #pending = new Map<number, PendingCall>();
  #process: ChildProcessWithoutNullStreams | undefined;
  #nextId = 1;
  #stderrTail = "";

  /**
   * @param python Interpreter of the environment that has the worker's packages.
   * @param packageFolder Folder that holds the `dlpu_worker` package.
   * @param temporaryFolder Where steps put their temporary files; the system's where none is named.
   */
  constructor(python: string, packageFolder: string, temporaryFolder?: string) {
    this.#python = python;
    this.#packageFolder = packageFolder;
    this.#temporaryFolder = temporaryFolder;
  }

  /** The process id of the running worker, or undefined. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /**
   * Runs one step in a child process of the worker.
   *
   * @throws UserError, ToolchainError or EnvironmentError, with a WorkerFailure as cause; the
   *   signal's reason when it aborts.
   */
  async call<M extends Method>(
    method: M,
    params: MethodParams[M],
    options: CallOptions,
  ): Promise<Reply<M>> {
    options.signal?.throwIfAborted();
    const id = this.#nextId++;
    const worker = (this.#process ??= this.#start());
    const answered = new Promise<Extract<Message, { ok: true }>>((resolve, reject) => {
      this.#pending.set(id, { method, onProgress: options.onProgress, resolve, reject });
    });
    const cancel = () => {
      send(worker, { cancel: id });
      this.#pending.get(id)?.reject(abortReason(options.signal));
      this.#pending.delete(id);
    };
    options.signal?.addEventListener("abort", cancel, { once: true });
    const limits = { timeoutMs: options.timeoutMs, memoryBytes: options.memoryBytes };
    const overdue = setTimeout(() => {
      worker.kill("SIGKILL"); // Its steps die with it.
      this.#lose(worker, `it did not end the step within ${options.timeoutMs / 1000} s`);
    }, options.timeoutMs + timeoutGraceMs);
    send(worker, { id, method, params, limits });
    try {
      const { result, seconds, peakMemoryBytes } = await answered;
      return { result: parseResult(method, result), seconds, peakMemoryBytes };
    } finally {
      clearTimeout(overdue);
      options.signal?.removeEventListener("abort", cancel);
    }
  }

  /** Ends the worker and every step under way. */
  async close(): Promise<void> {
    const worker = this.#process;
    if (worker?.exitCode !== null || worker.signalCode !== null) return;
    const ended = once(worker, "exit");
    worker.stdin.end();
    const forced = setTimeout(() => worker.kill("SIGKILL"), closeGraceMs);
    await ended;
    clearTimeout(forced);
  }

  #start(): ChildProcessWithoutNullStreams {
    const worker = spawn(this.#python, ["-m", "dlpu_worker"], {
      cwd: this.#packageFolder,
      env: {
        ...allowedEnvironment(),
        ...(this.#temporaryFolder === undefined ? {} : { TMPDIR: this.#temporaryFolder }),
      },
      stdio: ["pipe", "pipe", "pipe"],
      detached: true, // Its own group: Ctrl-C reaches only us, and we end it in order.
    });
    this.#stderrTail = "";
    worker.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#stderrTail = (this.#stderrTail + text).slice(-stderrTailLength);
    });
    worker.stdin.on("error", () => undefined); // A dead worker shows as its exit.
    worker.on("error", (error) => {
      this.#lose(worker, error.message);
    });
    const lines = createInterface({ input: worker.stdout });
    lines.on("line", (line) => {
      this.#receive(worker, line);
    });
    worker.on("close", (code, signal) => {
      this.#lose(worker, `it ended with ${signal ?? `exit status ${code ?? "unknown"}`}`);
    });
    return worker;
  }

  #receive(worker: ChildProcessWithoutNullStreams, line: string): void {
    let message: Message;
    try {
      message = parseMessage(line);
    } catch {
      worker.kill("SIGKILL");
      this.#lose(worker, `it wrote ${line.slice(0, 200)}`);
      return;
    }
    const call = this.#pending.get(message.id);
    if (!call) return; // Cancelled meanwhile.
    if ("event" in message) {
      call.onProgress?.(message.stage, message.done, message.total);
      return;
    }
    this.#pending.delete(message.id);
    const { seconds, peakMemoryBytes } = message;
    if (message.ok) call.resolve(message);
    else call.reject(workerError(message.error, { seconds, peakMemoryBytes }));
  }

  #lose(worker: ChildProcessWithoutNullStreams, how: string): void {
    if (this.#process !== worker) return;
    this.#process = undefined;
    for (const { method, reject } of this.#pending.values()) {
      reject(this.#lostError(method, how));
    }
    this.#pending.clear();
  }

  #lostError(method: Method, how: string): EnvironmentError {
    return new EnvironmentError(
      `the Python worker was lost during ${method}: ${how}`,
      "Run again; if it repeats, run `dlpu doctor` and check memory and disk.",
      { cause: new Error(this.#stderrTail) },
    );
  }
}

function send(worker: ChildProcessWithoutNullStreams, message: unknown): void {
  worker.stdin.write(`${JSON.stringify(message)}\n`);
}

function allowedEnvironment(): NodeJS.ProcessEnv {
  const entries = allowedVariables.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error("the call was aborted");
}
