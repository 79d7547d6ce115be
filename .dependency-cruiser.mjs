/**
 * The one order of the folders of src/, lowest first: a folder imports what stands before it, never its own row or a
 * later one. docs/architecture.md states the same order; test/repository/folder-order.test.ts holds the two together.
 */
export const FOLDER_ORDER = [
  ["words"],
  ["graph"],
  ["result"],
  ["check", "compilers"],
  ["targets"],
  ["io"],
  ["toolchain"],
  ["config", "worker"],
  ["pipeline", "report"],
  ["commands"],
  ["github"],
  ["entry"],
];

const RULES = FOLDER_ORDER.flatMap((row, at) =>
  row.map((folder) => {
    const lower = FOLDER_ORDER.slice(0, at).flat();
    return {
      name: `${folder}-imports-down`,
      comment: "The order of folders in docs/architecture.md: no import runs up, types included.",
      severity: "error",
      from: { path: `^src/${folder}/` },
      to: { path: "^src/[^/]+/", pathNot: `^src/(${[folder, ...lower].join("|")})/` },
    };
  }),
);

export default {
  forbidden: [
    {
      name: "no-circular",
      comment: "Data flows one way, and so do its types.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    ...RULES,
    {
      name: "every-folder-has-its-place",
      comment: "A new folder joins the order before it is used.",
      severity: "error",
      from: { path: "^src/[^/]+/", pathNot: `^src/(${FOLDER_ORDER.flat().join("|")})/` },
      to: {},
    },
    {
      name: "the-root-imports-nothing",
      comment: "What stands in src/ itself is below all folders.",
      severity: "error",
      from: { path: "^src/[^/]+$" },
      to: { path: "^src/[^/]+/" },
    },
    {
      name: "no-orphans",
      comment: "A file that nothing imports is dead, but for the entries.",
      severity: "error",
      from: { orphan: true, path: "^src/", pathNot: "^src/entry/" },
      to: {},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
  },
};
