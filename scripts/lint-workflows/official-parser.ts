import { registerHooks } from "node:module";
import { TextDocument } from "vscode-languageserver-textdocument";

// The package imports JSON without saying so, as bundlers take it and Node does not (0.3.61).
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith(".json") ? { ...context, importAttributes: { type: "json" } } : context),
});
const { validate } = await import("@actions/languageservice");

/** What GitHub's own parser says of a workflow, or of an `action.yml` by its name. */
export async function validateFile(name: string, text: string): Promise<string[]> {
  const document = TextDocument.create(`file:///${name}`, "yaml", 1, text);
  const found = await validate(document);
  return found.map(({ range, message }) => {
    const text = typeof message === "string" ? message : message.value;
    return `${name}:${range.start.line + 1}: ${text}`;
  });
}
