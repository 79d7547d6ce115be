import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** One request, with its body read. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  /** Where the server answers, without a slash at the end. */
  readonly origin: string;
}

/** What is sent back. */
export interface Reply {
  readonly status: number;
  readonly json?: unknown;
  readonly bytes?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request and its answer, in the order of the answers. */
export interface LoggedCall {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly status: number;
  readonly body: string;
  readonly authorization: string;
}

/** A server on the loopback interface. */
export interface RunningServer {
  readonly url: string;
  readonly log: LoggedCall[];
  readonly close: () => Promise<void>;
}

/** Serves on a free port of 127.0.0.1 and logs every call. */
export async function serve(answer: (call: Call) => Reply): Promise<RunningServer> {
  const log: LoggedCall[] = [];
  const server = createServer((request, response) => {
    void handle(request, response, answer, log);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Listening on TCP, so the address is no pipe's name.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, log, close: () => closeServer(server) };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (call: Call) => Reply,
  log: LoggedCall[],
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const origin = `http://${request.headers.host ?? ""}`;
  const url = new URL(request.url ?? "/", origin);
  const method = request.method ?? "GET";
  const body = Buffer.concat(chunks);
  const call = {
    method,
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body,
    origin,
  };
  const reply = answer(call);
  const isJson = request.headers["content-type"]?.includes("json") === true;
  log.push({
    method,
    path: url.pathname,
    query: url.search,
    status: reply.status,
    body: isJson ? body.toString("utf8") : `${body.length} bytes`,
    authorization: request.headers.authorization ?? "",
  });
  const content = reply.bytes ?? Buffer.from(JSON.stringify(reply.json ?? {}));
  response.writeHead(reply.status, {
    "content-type": reply.bytes === undefined ? "application/json" : "application/zip",
    "content-length": String(content.length),
    ...reply.headers,
  });
  response.end(content);
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
