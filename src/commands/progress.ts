import type { Log } from "../io/log.ts";
import type { BuildResult } from "../result/result.ts";
import { renderBuildLine } from "../report/terminal/build-line.ts";
import { renderSeconds } from "../words/numbers.ts";

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
      const position = `[${String(done).padStart(String(total).length)}/${total}]`;
      const how = build.reused ? "reused" : renderSeconds(seconds);
      log.line(`${position} ${renderBuildLine(build, [how])}`);
      show();
    },
  };
}
