import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";

/** A proxy on this machine that counts what comes back through it. */
export interface CountingProxy {
  readonly url: string;
  readonly receivedBytes: () => number;
  readonly close: () => void;
}

/** Starts a proxy that tunnels (`CONNECT`), as pip and uv ask for with `https_proxy`. */
export async function startCountingProxy(): Promise<CountingProxy> {
  let received = 0;
  const server = createServer();
  server.on("connect", ({ url = "" }: IncomingMessage, client: Duplex) => {
    const [host = "", port = "443"] = url.split(":");
    const upstream = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      client.pipe(upstream).pipe(client);
    });
    upstream.on("data", (chunk: Buffer) => (received += chunk.length));
    for (const socket of [client, upstream]) socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
  return {
    url: `http://127.0.0.1:${port}`,
    receivedBytes: () => received,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
