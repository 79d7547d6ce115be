import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { openRunnerLog } from "../../src/github/run/runner-log.ts";

function logged(text: string): string {
  const written: string[] = [];
  openRunnerLog((line) => written.push(line)).line(text);
  return written.join("");
}

test.each([
  "::error::x",
  "  ::set-output name=a::b",
  "a\n::add-mask::x",
  "text ##[error]x",
  "::stop-commands::t",
])("%j is no command any more", (text) => {
  expect(logged(text)).not.toMatch(/^\s*::|##\[/m);
});

test("a line is one line, whatever is in it", () => {
  assert(
    property(string({ unit: "binary" }), (text) => {
      expect(logged(text).slice(0, -1)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
    }),
  );
});
