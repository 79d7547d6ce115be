import { inspectModel } from "../../commands/inspect.ts";
import { renderInspectTable } from "../../report/terminal/inspect-table.ts";
import { print } from "./print.ts";

export async function runInspectCommand(model: string, { json }: { json: boolean }): Promise<void> {
  const report = await inspectModel(model);
  print(json ? `${JSON.stringify(report, null, 2)}\n` : renderInspectTable(report));
}
