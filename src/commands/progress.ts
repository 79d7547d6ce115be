import type { Log } from "../io/log.ts";
import type { BuildResult } from "../pipeline/result/result.ts";
import { keyNumberOf } from "../report/words/key-number.ts";
import { VERDICT_SYMBOLS } from "../report/words/verdict-words.ts";

/** Tells a person who waits what is done and how far the run is. */
export interface Progress {
  readonly step: (model: string, step: string) => void;
  readonly finished: (build: BuildResult, seconds: number) => void;
}

/** Progress over a known number of builds, on a log. */
export function trackProgress(log: Log, total: number, now: () => number): Progress {
  const started = now();
  const running = new Map<string, string>();
  let done = 0;
  const show = (): void => {
    const work = [...running].map(([model, step]) => `${model}: ${step}`).join(" · ");
    log.status(`[${done}/${total}] ${((now() - started) / 1000).toFixed(0)} s  ${work}`);
  };
  return {
    step: (model, step) => {
      running.set(model, step);
      show();
    },
    finished: (build, seconds) => {
      done += 1;
      running.delete(build.model);
      log.line(
        renderLine(build, `[${String(done).padStart(String(total).length)}/${total}]`, seconds),
      );
      show();
    },
  };
}

function renderLine(build: BuildResult, position: string, seconds: number): string {
  const how = build.reused ? "reused" : `${seconds.toFixed(1)} s`;
  const facts = [keyNumberOf(build), build.reason ?? undefined, how].filter(
    (fact) => fact !== undefined,
  );
  const verdict = `${VERDICT_SYMBOLS[build.verdict]} ${build.verdict}`.padEnd(10);
  return `${position} ${verdict} ${build.soc.padEnd(8)} ${build.model}  ${facts.join(", ")}`;
}
