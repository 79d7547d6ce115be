import { defineConfig } from "vitest/config";

const isCi = process.env["CI"] === "true";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/setup/print-property-seed.ts", "test/setup/worker-environments.ts"],
    setupFiles: ["test/setup/property-seed.ts"],
    // Tests run the real toolchain, on as few as two cores.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: isCi ? ["default", ["json", { outputFile: "out/test-report.json" }]] : ["default"],
  },
});
