const PERMISSIONS = `permissions:
  actions: read
  contents: read
  pull-requests: write`;

/** A job that uses the whole action once; `inputs` are lines under `with:`. */
export function singleJob(...inputs: string[]): string {
  return `on: [pull_request, push]
${PERMISSIONS}
jobs:
  models:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - id: dlpu
        uses: axis-dlpu/dlpu@v1
        with:
${inputs.map((line) => `          ${line}`).join("\n")}
`;
}

/** A job for each soc, and one that reports for all. */
export function matrixAndReport(socs: readonly string[], ...reportInputs: string[]): string {
  return `on: [pull_request]
${PERMISSIONS}
jobs:
  models:
    strategy:
      fail-fast: false
      matrix:
        soc: [${socs.join(", ")}]
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - uses: axis-dlpu/dlpu@v1
        with:
          soc: \${{ matrix.soc }}
  report:
    needs: models
    if: \${{ !cancelled() }}
    runs-on: ubuntu-latest
    steps:
      - id: dlpu
        uses: axis-dlpu/dlpu/report@v1
        with:
          expected: ${socs.join(", ")}
${reportInputs.map((line) => `          ${line}`).join("\n")}
`;
}

/** A job that plans, a job for each part of the plan, and one that reports for all. */
export function planAndMatrix(...planInputs: string[]): string {
  return `on: [pull_request]
${PERMISSIONS}
jobs:
  plan:
    runs-on: ubuntu-latest
    outputs:
      matrix: \${{ steps.plan.outputs.matrix }}
    steps:
      - uses: actions/checkout@v6
      - id: plan
        uses: axis-dlpu/dlpu/plan@v1
        with:
${planInputs.map((line) => `          ${line}`).join("\n")}
  models:
    needs: plan
    strategy:
      fail-fast: false
      matrix: \${{ fromJSON(needs.plan.outputs.matrix) }}
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - uses: axis-dlpu/dlpu@v1
        with:
          soc: \${{ matrix.soc }}
          shard: \${{ matrix.shard }}
  report:
    needs: [plan, models]
    if: \${{ !cancelled() }}
    runs-on: ubuntu-latest
    steps:
      - uses: axis-dlpu/dlpu/report@v1
        with:
          expected: \${{ needs.plan.outputs.matrix }}
`;
}

/** The trusted workflow that comments after a fork's run. */
export const companion = `on:
  workflow_run:
    workflows: [models]
    types: [completed]
permissions: {}
jobs:
  comment:
    if: github.event.workflow_run.event == 'pull_request'
    runs-on: ubuntu-latest
    permissions:
      actions: read
      pull-requests: write
    steps:
      - id: dlpu
        uses: axis-dlpu/dlpu/report@v1
`;
