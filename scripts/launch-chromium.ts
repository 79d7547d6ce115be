import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** A Chromium of the system, or the one that `CHROMIUM` names; `undefined` where there is none. */
export function findChromium(): string | undefined {
  const candidates = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/google-chrome"];
  return candidates.find((path) => path !== undefined && existsSync(path));
}

/** Starts it without a window and without its own errands on the network; `--no-sandbox` because containers are root. */
export async function launchChromium(executablePath: string): Promise<Browser> {
  return await chromium.launch({
    executablePath,
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
}
