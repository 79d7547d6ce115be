import type { Finding } from "../result/finding.ts";
import { RULES_BY_CODE } from "../targets/rules-by-code.ts";
import type { Soc } from "../result/soc.ts";
import type { SocResult } from "./check-report.ts";

/** The same finding for the socs that have it. */
export interface FindingGroup {
  readonly finding: Finding;
  /** When the finding's rule fires, in one sentence. */
  readonly condition: string;
  readonly socs: readonly Soc[];
}

const RANK = { error: 0, warning: 1, info: 2 } as const;

/** Findings that several socs share are said once; most severe first, else in the order of the socs. */
export function groupFindings(results: readonly SocResult[]): readonly FindingGroup[] {
  const groups = new Map<string, { finding: Finding; condition: string; socs: Soc[] }>();
  for (const { soc, findings } of results) {
    for (const finding of findings) {
      const key = JSON.stringify(finding);
      const group = groups.get(key);
      if (group === undefined) {
        groups.set(key, {
          finding,
          condition: RULES_BY_CODE.get(finding.code)?.condition ?? "",
          socs: [soc],
        });
      } else {
        group.socs.push(soc);
      }
    }
  }
  return [...groups.values()].sort((a, b) => RANK[a.finding.severity] - RANK[b.finding.severity]);
}
