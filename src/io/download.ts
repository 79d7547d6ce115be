import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { EnvironmentError } from "../errors.ts";
import { type BoundHeader, openUrl } from "./http.ts";

/** How a file is known for sure. */
export interface Digest {
  readonly algorithm: "sha256" | "md5";
  /** Lower-case hexadecimal digits. */
  readonly hex: string;
}

/** A file to fetch. */
export interface DownloadRequest {
  readonly url: string;
  readonly digest: Digest;
  /** A longer answer is given up. */
  readonly maxBytes: number;
  readonly headers?: readonly BoundHeader[];
  readonly limits?: Partial<DownloadLimits>;
}

export interface DownloadLimits {
  /** Without a byte for so long, a try is given up. */
  readonly idleTimeoutMs: number;
  /** For one try altogether. */
  readonly timeoutMs: number;
  readonly tries: number;
  /** Waited before the second try; doubled for each further one, give or take a half. */
  readonly backOffMs: number;
}

const DEFAULT_LIMITS: DownloadLimits = {
  idleTimeoutMs: 20_000,
  timeoutMs: 600_000,
  tries: 3,
  backOffMs: 1_000,
};

/** What of a failure the next try may mend. */
class TransientFailure extends Error {}

/**
 * Fetches a file to `path` and keeps it only if its digest is right.
 *
 * A broken connection, silence, a server error and a truncated body are tried again; a refusal and a wrong digest are not.
 *
 * @throws EnvironmentError that names the URL and the last reason.
 */
export async function download(request: DownloadRequest, path: string): Promise<void> {
  const limits = { ...DEFAULT_LIMITS, ...request.limits };
  for (let attempt = 1; ; attempt += 1) {
    try {
      await downloadOnce(request, path, limits);
      return;
    } catch (error) {
      await rm(path, { force: true });
      if (!(error instanceof TransientFailure) || attempt >= limits.tries) {
        throw downloadError(request.url, error, attempt);
      }
      await pause(limits.backOffMs * 2 ** (attempt - 1));
    }
  }
}

/** Whether a file on disk is the one that a digest stands for. */
export async function hasDigest(path: string, digest: Digest): Promise<boolean> {
  const hash = createHash(digest.algorithm);
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex") === digest.hex;
}

async function downloadOnce(
  request: DownloadRequest,
  path: string,
  limits: DownloadLimits,
): Promise<void> {
  const answer = await openUrl(request.url, request.headers ?? [], limits.idleTimeoutMs).catch(
    (error: unknown) => {
      throw isUnknownHost(error) ? error : new TransientFailure(messageOf(error), { cause: error });
    },
  );
  try {
    refuseStatus(answer.status);
    await receive(answer, request, path, limits.timeoutMs);
  } finally {
    answer.close();
  }
  if (!(await hasDigest(path, request.digest))) {
    throw new Error(
      `its ${request.digest.algorithm} is not ${request.digest.hex} (${(await stat(path)).size} bytes)`,
    );
  }
}

/** A name server that knows better says so at once; asking again does not change it. */
function isUnknownHost(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOTFOUND";
}

function refuseStatus(status: number): void {
  if (status === 200) return;
  const message = `the server answered ${status}`;
  throw status === 408 || status === 429 || status >= 500
    ? new TransientFailure(message)
    : new Error(message);
}

async function receive(
  answer: Awaited<ReturnType<typeof openUrl>>,
  { maxBytes }: DownloadRequest,
  path: string,
  timeoutMs: number,
): Promise<void> {
  const counted = countBytes(maxBytes);
  try {
    await pipeline(answer.body, counted.stream, createWriteStream(path), {
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    if (counted.bytes() > maxBytes) {
      throw new Error(`it is larger than ${maxBytes} bytes`, { cause: error });
    }
    throw new TransientFailure(`${messageOf(error)} after ${counted.bytes()} bytes`, {
      cause: error,
    });
  }
}

function countBytes(maxBytes: number): { stream: Transform; bytes: () => number } {
  let bytes = 0;
  const stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      if (bytes > maxBytes) done(new Error("too large"));
      else done(null, chunk);
    },
  });
  return { stream, bytes: () => bytes };
}

/** With jitter, so that many jobs that failed together do not come back together. */
async function pause(meanMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, meanMs * (0.5 + Math.random())));
}

function downloadError(url: string, error: unknown, tries: number): EnvironmentError {
  const times = tries === 1 ? "" : ` (${tries} tries)`;
  return new EnvironmentError(
    `Cannot download ${url}: ${messageOf(error)}${times}`,
    "Check the network and the proxy settings, or name a mirror with DLPU_MIRROR.",
    { code: "DLPU-DOWNLOAD-FAILED", cause: error },
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
