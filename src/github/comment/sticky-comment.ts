import type { GithubApi } from "../run/github-api.ts";
import { isDenied, repositoryOf, statusOf } from "../run/github-api.ts";
import type { RunContext } from "../run/run-context.ts";

/** What became of a comment. */
export type CommentOutcome =
  | { readonly kind: "written" | "updated" | "unchanged"; readonly url: string }
  | { readonly kind: "withheld" | "forbidden"; readonly reason: string };

/** What is to be said, and where. */
export interface CommentRequest {
  readonly pullRequest: number;
  /** Starts with the marker. */
  readonly body: string;
  readonly marker: string;
  /** Whether a new comment may be made; an existing one is kept true in any case. */
  readonly mayCreate: boolean;
}

/** Writes the one comment of a pull request: edits ours in place where there is one, and leaves equal text alone. */
export async function writeStickyComment(
  request: CommentRequest,
  run: RunContext,
  api: GithubApi,
): Promise<CommentOutcome> {
  try {
    const ours = await findOurs(request, run, api);
    if (ours === undefined) return await createComment(request, run, api);
    if (sameText(ours.body, request.body)) return { kind: "unchanged", url: ours.url };
    const { data } = await api.issues.updateComment({
      ...repositoryOf(run),
      comment_id: ours.id,
      body: request.body,
    });
    return { kind: "updated", url: data.html_url };
  } catch (error) {
    if (![401, 403].includes(statusOf(error) ?? 0)) throw error;
    return { kind: "forbidden", reason: FORBIDDEN };
  }
}

const FORBIDDEN =
  "the token may not write comments: give the job `permissions: pull-requests: write`; a pull request from a fork " +
  "never has it, see docs/forks.md for the workflow that comments afterwards";

async function createComment(
  { pullRequest, body, mayCreate }: CommentRequest,
  run: RunContext,
  api: GithubApi,
): Promise<CommentOutcome> {
  if (!mayCreate) return { kind: "withheld", reason: "there is nothing new to say" };
  const { data } = await api.issues.createComment({
    ...repositoryOf(run),
    issue_number: pullRequest,
    body,
  });
  return { kind: "written", url: data.html_url };
}

interface OurComment {
  readonly id: number;
  readonly body: string;
  readonly url: string;
}

/** The oldest comment with our marker on its first line that our token's owner wrote; anyone can copy a marker. */
async function findOurs(
  { pullRequest, marker }: CommentRequest,
  run: RunContext,
  api: GithubApi,
): Promise<OurComment | undefined> {
  const isOurs = await authorTest(api);
  for (let page = 1; ; page += 1) {
    const { data } = await api.issues.listComments({
      ...repositoryOf(run),
      issue_number: pullRequest,
      per_page: PAGE,
      page,
    });
    const ours = data.find(
      ({ body, user }) => body?.split(/\r?\n/, 1)[0] === marker && isOurs(user),
    );
    if (ours !== undefined) return { id: ours.id, body: ours.body ?? "", url: ours.html_url };
    if (data.length < PAGE) return undefined;
  }
}

const PAGE = 100;

type Author = { readonly login: string; readonly type: string } | null;

/** A workflow's own token cannot ask who it is (403): its comments are a bot's. A personal token's are its owner's. */
async function authorTest(api: GithubApi): Promise<(author: Author) => boolean> {
  try {
    const { data } = await api.users.getAuthenticated();
    return (author) => author?.login === data.login;
  } catch (error) {
    if (!isDenied(error)) throw error;
    return (author) => author?.type === "Bot";
  }
}

/** GitHub stores other line ends and no space at the end. */
function sameText(a: string, b: string): boolean {
  return a.replaceAll("\r\n", "\n").trim() === b.trim();
}
