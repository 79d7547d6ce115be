export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, without its children's. */
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/** Everything that XML 1.0 allows in a document. */
const ALLOWED = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;
const TAG = /<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<&]*(?:&[^"<]*)*")*)\s*(\/?)>/y;

/** Reads a document of elements, attributes and text; throws where it is not well-formed. */
export function parseXml(document: string): XmlElement {
  if (!ALLOWED.test(document)) throw new Error("a character that XML does not allow");
  const body = document.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\s*/, "").trimEnd();
  const root: OpenElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  let position = 0;
  while (position < body.length) {
    position =
      body[position] === "<" ? readTag(body, position, open) : readText(body, position, open);
  }
  const [document_] = root.children;
  if (open.length !== 1 || root.children.length !== 1 || document_ === undefined) {
    throw new Error("not exactly one root element, closed");
  }
  return document_;
}

function readTag(body: string, position: number, open: OpenElement[]): number {
  TAG.lastIndex = position;
  const [whole, slash, name = "", attributes = "", selfClosing] = TAG.exec(body) ?? [];
  if (whole === undefined) throw new Error(`no tag at ${position}`);
  if (slash === "/") closeElement(name, open);
  else {
    open.push({ name, attributes: readAttributes(attributes), children: [], text: "" });
    if (selfClosing === "/") closeElement(name, open);
  }
  return position + whole.length;
}

function closeElement(name: string, open: OpenElement[]): void {
  const element = open.pop();
  if (element?.name !== name) throw new Error(`</${name}> closes <${element?.name ?? ""}>`);
  open.at(-1)?.children.push(element);
}

function readText(body: string, position: number, open: OpenElement[]): number {
  const end = body.indexOf("<", position);
  const element = open.at(-1);
  if (end < 0 || element === undefined) throw new Error("text outside of the root element");
  element.text += decode(body.slice(position, end));
  return end;
}

function readAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(
    ([, name = "", value = ""]) => [name, decode(value)] as const,
  );
  if (new Set(pairs.map(([name]) => name)).size < pairs.length)
    throw new Error("an attribute twice");
  return Object.fromEntries(pairs);
}

function decode(text: string): string {
  if (/&(?!#\d+;)/.test(text)) throw new Error("an & that is no character reference");
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
