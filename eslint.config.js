import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** Modules with side effects; only the shell (`io/`, `github/`, `toolchain/`, `worker/`) may use them. */
const sideEffects = [
  "node:fs",
  "node:fs/*",
  "node:child_process",
  "node:http",
  "node:https",
  "node:net",
  "node:os",
  "node:process",
  "node:worker_threads",
  "execa",
  "tinyglobby",
  "@actions/*",
];

export default defineConfig(
  { ignores: ["dist/", "out/", "coverage/", "**/.venv/", "examples/"] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["eslint.config.js", ".dependency-cruiser.mjs"] },
      },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-misused-spread": "off",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  {
    files: [
      "src/{words,graph,result,targets,check,report,compilers}/**/*.ts",
      "src/toolchain/catalogue/*.ts",
    ],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: sideEffects,
              message: "Pure code: side effects live in io/, github/, toolchain/, worker/.",
            },
            {
              group: ["**/io/**", "**/github/**", "**/toolchain/*.ts", "**/worker/**"],
              message: "Pure code never imports the shell.",
            },
          ],
        },
      ],
      "no-restricted-globals": ["error", "process", "fetch"],
    },
  },
);
