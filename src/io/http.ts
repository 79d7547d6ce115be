import type { IncomingMessage } from "node:http";
import { HttpClient } from "@actions/http-client";

/** A request header with the only host (and port) that may see it. */
export interface BoundHeader {
  readonly name: string;
  readonly value: string;
  readonly host: string;
}

/** What a server answered; the body is not read yet. */
export interface HttpAnswer {
  readonly status: number;
  /** Where it came from, after redirects. */
  readonly url: string;
  readonly body: IncomingMessage;
  /** Closes the connection; call it when done, in every case. */
  readonly close: () => void;
}

const MOST_REDIRECTS = 5;

/**
 * Asks for a URL with GET, through the proxy that `https_proxy`, `http_proxy` and `no_proxy` name.
 *
 * Redirects are followed, never from https to http; a header travels only to its own host.
 *
 * @throws Error on a broken connection, silence for `idleTimeoutMs`, or a redirect that is refused.
 */
export async function openUrl(
  url: string,
  headers: readonly BoundHeader[],
  idleTimeoutMs: number,
): Promise<HttpAnswer> {
  const client = new HttpClient("dlpu", [], {
    allowRedirects: false,
    allowRetries: false,
    socketTimeout: idleTimeoutMs,
  });
  let current = new URL(url);
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    const { message } = await client.get(current.href, headersFor(current, headers));
    const { location } = message.headers;
    const status = message.statusCode ?? 0;
    if (status < 300 || status >= 400 || location === undefined) {
      return answerOf(client, message, current, status);
    }
    message.destroy();
    current = followRedirect(current, location);
  }
  client.dispose();
  throw new Error(`more than ${MOST_REDIRECTS} redirects`);
}

function headersFor(url: URL, headers: readonly BoundHeader[]): Record<string, string> {
  const bound = headers.filter(({ host }) => host === url.host && isPrivate(url));
  return Object.fromEntries(bound.map(({ name, value }) => [name, value]));
}

/** A secret may travel encrypted, or not leave the machine. */
function isPrivate({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || hostname === "localhost" || hostname === "127.0.0.1";
}

function followRedirect(from: URL, location: string): URL {
  const to = new URL(location, from);
  if (to.protocol === "https:" || (to.protocol === "http:" && from.protocol === "http:")) return to;
  throw new Error(`a redirect from ${from.protocol} to ${to.protocol} is refused`);
}

function answerOf(client: HttpClient, body: IncomingMessage, url: URL, status: number): HttpAnswer {
  return {
    status,
    url: url.href,
    body,
    close: () => {
      body.destroy();
      client.dispose();
    },
  };
}
