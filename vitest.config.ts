import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**"],
    globalSetup: ["test/setup/worker-environments.ts"],
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
