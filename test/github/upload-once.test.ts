import { expect, test } from "vitest";
import type { UploadClient } from "../../src/github/artifacts/upload-once.ts";
import { uploadOnce } from "../../src/github/artifacts/upload-once.ts";

const request = { name: "dlpu-cpu", paths: ["/out/a"], root: "/out", retentionDays: 0 };

/** A service that refuses the first uploads for given reasons. */
function clientThatRefuses(...reasons: string[]): UploadClient & { readonly deleted: string[] } {
  const deleted: string[] = [];
  return {
    deleted,
    uploadArtifact: () => {
      const reason = reasons.shift();
      return reason === undefined ? Promise.resolve({ id: 1 }) : Promise.reject(new Error(reason));
    },
    deleteArtifact: (name) => {
      deleted.push(name);
      return Promise.resolve({ id: 1 });
    },
  };
}

test("a conflict in the first attempt is the workflow's mistake, and nothing is deleted", async () => {
  const client = clientThatRefuses("Failed request: (409) Conflict");
  await expect(uploadOnce(client, request, { attempt: 1 })).rejects.toMatchObject({
    kind: "user",
    code: "DLPU-ARTIFACT-NAME",
  });
  expect(client.deleted).toEqual([]);
});

test("a conflict in a re-run is the earlier attempt's artifact, which is replaced", async () => {
  const client = clientThatRefuses("Failed request: (409) Conflict");
  await expect(uploadOnce(client, request, { attempt: 2 })).resolves.toEqual({ id: 1 });
  expect(client.deleted).toEqual(["dlpu-cpu"]);
});

test("a service that fails is the machine's fault", async () => {
  const client = clientThatRefuses("ECONNRESET");
  await expect(uploadOnce(client, request, { attempt: 1 })).rejects.toMatchObject({
    kind: "environment",
    message: expect.stringContaining("ECONNRESET") as string,
  });
});
