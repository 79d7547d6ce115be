import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";

/** How one path of the server answers. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A local HTTP server with one answer a path, which remembers what it was asked. */
export interface FileServer extends AsyncDisposable {
  readonly url: string;
  readonly host: string;
  /** In order: path and headers of each request. */
  readonly requests: readonly {
    readonly path: string;
    readonly headers: IncomingMessage["headers"];
  }[];
}

/** Starts a server; a path without an answer gets 404. */
export async function startFileServer(
  answers: Readonly<Record<string, Answer>>,
): Promise<FileServer> {
  const requests: { path: string; headers: IncomingMessage["headers"] }[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    requests.push({ path, headers: request.headers });
    (answers[path] ?? refuse(404))(request, response);
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function serve(bytes: Uint8Array): Answer {
  return (_, response) => {
    response.setHeader("content-length", bytes.length);
    response.end(bytes);
  };
}

export function refuse(status: number): Answer {
  return (_, response) => {
    response.statusCode = status;
    response.end("no");
  };
}

/** Promises all bytes, sends half of them and hangs up. */
export function truncate(bytes: Uint8Array): Answer {
  return (_, response) => {
    response.setHeader("content-length", bytes.length);
    response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
  };
}

/** Sends half of the bytes and then nothing more. */
export function stall(bytes: Uint8Array): Answer {
  return (_, response) => {
    response.setHeader("content-length", bytes.length);
    response.write(bytes.subarray(0, bytes.length / 2));
  };
}

export function redirect(location: string): Answer {
  return (_, response) => {
    response.writeHead(302, { location }).end();
  };
}

/** Each request gets the next answer; the last one stays. */
export function inTurn(...answers: readonly Answer[]): Answer {
  let turn = 0;
  return (request, response) => {
    const answer = answers[Math.min(turn, answers.length - 1)] ?? refuse(500);
    turn += 1;
    answer(request, response);
  };
}

/** A proxy that leads every tunnel to one server, whatever host it was asked for, and remembers the hosts. */
export async function startProxy(
  target: FileServer,
): Promise<AsyncDisposable & { readonly url: string; readonly hosts: readonly string[] }> {
  const hosts: string[] = [];
  const server = createServer();
  server.on("connect", (request: IncomingMessage, client: Duplex) => {
    hosts.push(request.url ?? "");
    const upstream = connect(Number(new URL(target.url).port), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) socket.on("error", () => socket.destroy());
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    hosts,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port; // A TCP server that listens has one.
}
