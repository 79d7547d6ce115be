import { cpus, loadavg, totalmem } from "node:os";

/** What a measurement was made on, in one line. */
export function describeMachine(): string {
  const [core] = cpus();
  const gib = Math.round(totalmem() / 1024 ** 3);
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return [
    `${cpus().length} × ${core?.model.trim() ?? "unknown processor"}`,
    `${gib} GiB`,
    `Node ${process.versions.node}`,
    `load ${load} at the end`,
    new Date().toISOString().slice(0, 10),
  ].join(", ");
}
