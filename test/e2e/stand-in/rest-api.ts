import type { ArtifactStore, StandInArtifact } from "./artifact-store.ts";
import { digestOf } from "./artifact-store.ts";
import type { Call, Reply } from "./http.ts";

/** A comment on the one pull request. */
export interface StandInComment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type: string };
}

/** The repository that the stand-in for GitHub's REST API knows. */
export interface StandInRepository {
  /** `read` refuses to write comments, as a token for a fork's pull request does. */
  permission: "write" | "read";
  /** Open pull requests by head, `owner:branch`. */
  readonly pulls: Map<string, { number: number; headSha: string; baseSha: string }>;
  readonly comments: StandInComment[];
  mergeBase: string;
  /** Runs by commit. */
  readonly runs: { readonly id: number; readonly headSha: string; readonly event: string }[];
}

type Route = (match: readonly string[], call: Call) => Reply;

/** Answers the calls that the action makes; everything else is 404. */
export function answerRest(call: Call, repository: StandInRepository, store: ArtifactStore): Reply {
  for (const [method, pattern, route] of routesOf(repository, store)) {
    const match = method === call.method ? pattern.exec(call.path) : null;
    if (match !== null) return route(match, call);
  }
  return { status: 404, json: { message: "Not Found" } };
}

const FORBIDDEN: Reply = {
  status: 403,
  json: { message: "Resource not accessible by integration" },
};
const REPO = { id: 77 };

function routesOf(
  repository: StandInRepository,
  store: ArtifactStore,
): readonly (readonly [string, RegExp, Route])[] {
  return [
    ["GET", /^\/user$/, () => FORBIDDEN],
    ["GET", /\/issues\/\d+\/comments$/, (_, call) => listComments(repository, call)],
    ["POST", /\/issues\/\d+\/comments$/, (_, call) => createComment(repository, call)],
    [
      "PATCH",
      /\/issues\/comments\/(\d+)$/,
      ([, id], call) => updateComment(repository, Number(id), call),
    ],
    ["GET", /\/pulls$/, (_, { query }) => listPulls(repository, query.get("head") ?? "")],
    [
      "GET",
      /\/compare\//,
      () => ({ status: 200, json: { merge_base_commit: { sha: repository.mergeBase } } }),
    ],
    ["GET", /\/actions\/runs$/, (_, { query }) => listRuns(repository, query.get("head_sha"))],
    ["GET", /\/actions\/runs\/(\d+)\/artifacts$/, ([, run]) => listArtifacts(store, run ?? "")],
    [
      "GET",
      /\/actions\/artifacts$/,
      (_, { query }) => findArtifacts(store, repository, query.get("name")),
    ],
    [
      "GET",
      /\/actions\/artifacts\/(\d+)\/zip$/,
      ([, id], { origin }) => ({
        status: 302,
        headers: { location: `${origin}/blob/${id ?? ""}` },
      }),
    ],
    [
      "GET",
      /^\/blob\/(\d+)$/,
      ([, id]) => ({ status: 200, bytes: store.get(Number(id))?.data ?? Buffer.alloc(0) }),
    ],
  ];
}

function listComments({ comments }: StandInRepository, { query }: Call): Reply {
  const perPage = Number(query.get("per_page") ?? 30);
  const start = (Number(query.get("page") ?? 1) - 1) * perPage;
  return { status: 200, json: comments.slice(start, start + perPage).map(withUrl) };
}

function createComment(repository: StandInRepository, { body }: Call): Reply {
  if (repository.permission === "read") return FORBIDDEN;
  const comment: StandInComment = {
    id: 1000 + repository.comments.length,
    body: bodyOf(body),
    user: { login: "github-actions[bot]", type: "Bot" },
  };
  repository.comments.push(comment);
  return { status: 201, json: withUrl(comment) };
}

function updateComment(repository: StandInRepository, id: number, { body }: Call): Reply {
  if (repository.permission === "read") return FORBIDDEN;
  const comment = repository.comments.find((one) => one.id === id);
  if (comment === undefined) return { status: 404 };
  comment.body = bodyOf(body);
  return { status: 200, json: withUrl(comment) };
}

function bodyOf(json: Buffer): string {
  return (JSON.parse(json.toString("utf8")) as { body: string }).body;
}

function withUrl(comment: StandInComment): unknown {
  return {
    ...comment,
    html_url: `https://github.com/acme/cameras/pull/7#issuecomment-${comment.id}`,
  };
}

function listPulls({ pulls }: StandInRepository, head: string): Reply {
  const pull = pulls.get(head);
  if (pull === undefined) return { status: 200, json: [] };
  const { number, headSha, baseSha } = pull;
  return { status: 200, json: [{ number, head: { sha: headSha }, base: { sha: baseSha } }] };
}

function listRuns({ runs }: StandInRepository, headSha: string | null): Reply {
  const found = runs.filter((run) => run.headSha === headSha);
  const workflow_runs = found.map(({ id, event }) => ({
    id,
    event,
    head_sha: headSha,
    repository: REPO,
    head_repository: REPO,
  }));
  return { status: 200, json: { total_count: found.length, workflow_runs } };
}

function listArtifacts(store: ArtifactStore, run: string): Reply {
  const artifacts = store.ofRun(`run-${run}`).map(describeArtifact);
  return { status: 200, json: { total_count: artifacts.length, artifacts } };
}

/** All runs' artifacts of a name, newest first; a run that was not pushed has a branch of a pull request. */
function findArtifacts(
  store: ArtifactStore,
  { runs }: StandInRepository,
  name: string | null,
): Reply {
  const found = store.all.filter((artifact) => artifact.finished && artifact.name === name);
  const artifacts = found.toReversed().map((artifact) => {
    const id = Number(artifact.run.replace("run-", ""));
    const isPush = runs.some((run) => run.id === id && run.event === "push");
    const head_branch = isPush ? "main" : "feature";
    const workflow_run = { id, head_branch, repository_id: REPO.id, head_repository_id: REPO.id };
    return { ...describeArtifact(artifact), expired: false, workflow_run };
  });
  return { status: 200, json: { total_count: artifacts.length, artifacts } };
}

function describeArtifact(artifact: StandInArtifact): Record<string, unknown> {
  return {
    id: artifact.id,
    name: artifact.name,
    size_in_bytes: artifact.data.length,
    created_at: artifact.created,
    digest: digestOf(artifact),
  };
}
