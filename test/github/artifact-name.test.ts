import { constantFrom, assert, integer, option, property, record, string } from "fast-check";
import { expect, test } from "vitest";
import { artifactNameOf, parseArtifactName } from "../../src/github/artifacts/artifact-name.ts";
import { SOCS } from "../../src/targets/catalogue.ts";

test("a soc's artifact is named after it, a shard's after its place", () => {
  expect(artifactNameOf("dlpu", { soc: "artpec-8", shard: undefined })).toBe("dlpu-artpec-8");
  expect(artifactNameOf("dlpu", { soc: "cpu", shard: { index: 2, count: 5 } })).toBe(
    "dlpu-cpu-2of5",
  );
});

test("any prefix gives a name that the service takes, and that is read back", () => {
  const shard = record({
    index: integer({ min: 1, max: 99 }),
    count: integer({ min: 1, max: 99 }),
  });
  const part = record({ soc: constantFrom(...SOCS), shard: option(shard, { nil: undefined }) });
  assert(
    property(string(), part, (prefix, one) => {
      const name = artifactNameOf(prefix, one);
      expect(name).toMatch(/^[\w.-]{1,200}$/);
      expect(parseArtifactName(prefix, name)).toEqual(one);
    }),
  );
});

test.each(["dlpu-report", "dlpu", "dlpu-artpec-8-0of2", "other-artpec-8", "dlpu-artpec-88"])(
  "%s is none of ours to merge",
  (name) => {
    expect(parseArtifactName("dlpu", name)).toBeUndefined();
  },
);
