/** What a reader sees of a page: the text of each element with a class, row or name that tests ask for. */
export interface PageFacts {
  readonly text: string;
  /** Text of every cell, by row, of the table with this accessible name. */
  readonly rows: (tableName: string) => readonly (readonly string[])[];
}

/** Reads a page made by `renderHtmlReport`, whose markup is regular enough to need no parser. */
export function readPage(page: string): PageFacts {
  const body = page
    .slice(page.indexOf("<body>"))
    .replace(/<script>.*<\/script>/s, "")
    .replace(/<symbol.*?<\/symbol>/gs, "");
  return { text: textOf(body), rows: (name) => rowsOf(body, name) };
}

function rowsOf(body: string, name: string): readonly (readonly string[])[] {
  const tables = [
    ...body.matchAll(/<div\s[^>]*?aria-label(?:ledby)?="([^"]*)"[^>]*>\s*<table.*?<\/table>/gs),
  ];
  return tables
    .filter(([, label]) => label === name)
    .flatMap(([table]) => [...table.matchAll(/<tr>.*?<\/tr>/gs)])
    .map(([row]) => [...row.matchAll(/<t[hd].*?<\/t[hd]>/gs)].map(([cell]) => textOf(cell)));
}

function textOf(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, " ")
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, " ")
    .trim();
}
