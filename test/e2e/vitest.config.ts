import { defineConfig } from "vitest/config";

/** The end-to-end suite: workflows of made-up users under act. Apart from `npm test`, because it needs Go once. */
export default defineConfig({
  test: {
    include: ["test/e2e/*.e2e.ts"],
    globalSetup: ["test/e2e/global-setup.ts"],
    testTimeout: 120_000,
    fileParallelism: false,
  },
});
