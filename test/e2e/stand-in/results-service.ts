import type { ArtifactStore, StandInArtifact } from "./artifact-store.ts";
import { digestOf } from "./artifact-store.ts";
import type { Call, Reply } from "./http.ts";

const SERVICE = "/twirp/github.actions.results.api.v1.ArtifactService/";

/**
 * Answers as GitHub's artifact service and its blob storage do: names unique in an attempt of a run (409), a digest
 * that is checked, nothing without a token.
 */
export function answerResults(call: Call, store: ArtifactStore): Reply {
  if (call.path.startsWith("/blob/")) return answerBlob(call, store);
  if (!call.path.startsWith(SERVICE)) return { status: 404, json: { msg: call.path } };
  if (!/^Bearer .+/.test(call.headers.authorization ?? "")) {
    return { status: 401, json: { code: "unauthenticated", msg: "no token" } };
  }
  const operation = OPERATIONS[call.path.slice(SERVICE.length)];
  if (operation === undefined) return { status: 404, json: { code: "bad_route", msg: call.path } };
  return operation(JSON.parse(call.body.toString("utf8")) as Request, store, call);
}

/** The fields of all operations' requests that matter here. */
interface Request {
  readonly workflow_run_backend_id: string;
  readonly workflow_job_run_backend_id: string;
  readonly name: string;
  readonly hash?: string;
  readonly name_filter?: string;
  readonly id_filter?: string;
}

type Operation = (request: Request, store: ArtifactStore, call: Call) => Reply;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateArtifact: (request, store, { origin }) => {
    const run = request.workflow_run_backend_id;
    if (store.find(run, request.name) !== undefined) {
      return {
        status: 409,
        json: { code: "already_exists", msg: "an artifact with this name already exists" },
      };
    }
    const { id } = store.create(run, request.workflow_job_run_backend_id, request.name);
    return {
      status: 200,
      json: { ok: true, signed_upload_url: `${origin}/blob/${id}?sig=signature-for-upload` },
    };
  },
  FinalizeArtifact: (request, store) => {
    const artifact = store.find(request.workflow_run_backend_id, request.name);
    if (artifact === undefined) return NOT_FOUND;
    const digest = digestOf(artifact);
    if (request.hash !== undefined && request.hash !== digest) {
      return { status: 400, json: { code: "invalid_argument", msg: "digest mismatch" } };
    }
    artifact.finished = true;
    return { status: 200, json: { ok: true, artifact_id: String(artifact.id) } };
  },
  ListArtifacts: (request, store) => {
    const found = store
      .ofRun(request.workflow_run_backend_id)
      .filter(({ name }) => (request.name_filter ?? name) === name)
      .filter(({ id }) => (request.id_filter ?? String(id)) === String(id));
    return { status: 200, json: { artifacts: found.map(listed) } };
  },
  GetSignedArtifactURL: (request, store, { origin }) => {
    const artifact = store.find(request.workflow_run_backend_id, request.name);
    if (artifact === undefined) return NOT_FOUND;
    return {
      status: 200,
      json: { signed_url: `${origin}/blob/${artifact.id}?sig=signature-for-download` },
    };
  },
  DeleteArtifact: (request, store) => {
    const artifact = store.find(request.workflow_run_backend_id, request.name);
    if (artifact === undefined) return NOT_FOUND;
    store.remove(artifact);
    return { status: 200, json: { ok: true, artifact_id: String(artifact.id) } };
  },
};

const NOT_FOUND: Reply = { status: 404, json: { code: "not_found", msg: "no such artifact" } };

function listed(artifact: StandInArtifact): unknown {
  return {
    workflow_run_backend_id: artifact.run,
    workflow_job_run_backend_id: artifact.attempt,
    database_id: String(artifact.id),
    name: artifact.name,
    size: String(artifact.data.length),
    created_at: artifact.created,
    digest: digestOf(artifact),
  };
}

/** The part of Azure's block blobs that the client uses. */
function answerBlob({ method, path, query, body }: Call, store: ArtifactStore): Reply {
  const artifact = store.get(Number(path.split("/")[2]));
  if (artifact === undefined) return { status: 404 };
  if (method === "GET") return { status: 200, bytes: artifact.data };
  if (query.get("comp") === "block") artifact.blocks.set(query.get("blockid") ?? "", body);
  else if (query.get("comp") === "blocklist") artifact.data = joinBlocks(artifact, body);
  else artifact.data = body;
  return { status: 201, bytes: Buffer.alloc(0), headers: BLOB_HEADERS };
}

function joinBlocks({ blocks }: StandInArtifact, list: Buffer): Buffer {
  const ids = [...list.toString("utf8").matchAll(/<Latest>([^<]+)<\/Latest>/g)];
  return Buffer.concat(ids.map(([, id]) => blocks.get(id ?? "") ?? Buffer.alloc(0)));
}

const BLOB_HEADERS = {
  etag: '"1"',
  "x-ms-request-id": "1",
  "x-ms-version": "2024-01-01",
  "last-modified": new Date(0).toUTCString(),
};
