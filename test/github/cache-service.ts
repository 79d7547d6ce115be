import { type Call, type Reply, type RunningServer, serve } from "../e2e/stand-in/http.ts";

const SERVICE = "/twirp/github.actions.results.api.v1.CacheService/";

/** A stand-in for GitHub's cache service, version 2, and for the storage behind it. */
export interface CacheService extends RunningServer {
  /** By key and version of the paths: the archive. */
  readonly entries: Map<string, Buffer>;
}

/** Starts the service on the loopback interface. */
export async function startCacheService(): Promise<CacheService> {
  const entries = new Map<string, Buffer>();
  const blocks = new Map<string, Buffer>();
  const server = await serve((call) =>
    call.path.startsWith("/blob/")
      ? answerBlob(call, entries, blocks)
      : answerService(call, entries),
  );
  return { ...server, entries };
}

interface Request {
  readonly key: string;
  readonly version: string;
}

function answerService({ path, body, origin }: Call, entries: Map<string, Buffer>): Reply {
  if (!path.startsWith(SERVICE)) return { status: 404 };
  const { key, version } = JSON.parse(body.toString("utf8")) as Request; // As the client writes it.
  const name = encodeURIComponent(`${key} ${version}`);
  switch (path.slice(SERVICE.length)) {
    case "CreateCacheEntry":
      return entries.has(name)
        ? { status: 409, json: { code: "already_exists", msg: "the key is taken" } }
        : { status: 200, json: { ok: true, signed_upload_url: `${origin}/blob/${name}?sig=x` } };
    case "FinalizeCacheEntryUpload":
      return { status: 200, json: { ok: entries.has(name), entry_id: "1" } };
    case "GetCacheEntryDownloadURL":
      return entries.has(name)
        ? found(key, `${origin}/blob/${name}?sig=x`)
        : { status: 200, json: { ok: false } };
    default:
      return { status: 404 };
  }
}

function found(key: string, url: string): Reply {
  return { status: 200, json: { ok: true, signed_download_url: url, matched_key: key } };
}

/** The part of Azure's block blobs that the client uses. */
function answerBlob(
  { method, path, query, body }: Call,
  entries: Map<string, Buffer>,
  blocks: Map<string, Buffer>,
): Reply {
  const name = path.slice("/blob/".length);
  if (method === "GET") return { status: 200, bytes: entries.get(name) ?? Buffer.alloc(0) };
  if (query.get("comp") === "block") blocks.set(query.get("blockid") ?? "", body);
  else if (query.get("comp") === "blocklist") entries.set(name, join(body, blocks));
  else entries.set(name, body);
  return { status: 201, bytes: Buffer.alloc(0), headers: { etag: '"1"', "x-ms-version": "2024" } };
}

function join(list: Buffer, blocks: Map<string, Buffer>): Buffer {
  const ids = [...list.toString("utf8").matchAll(/<Latest>([^<]+)<\/Latest>/g)];
  return Buffer.concat(ids.map(([, id]) => blocks.get(id ?? "") ?? Buffer.alloc(0)));
}
