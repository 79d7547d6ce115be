/** The workflow of the quick start (docs/quick-start.md), as `dlpu init` writes it. */
export const QUICK_START_WORKFLOW = `name: Models

on:
  pull_request:
  push:
    branches: [main] # stores what pull requests are compared with

permissions:
  actions: read # finds the stored report of the base branch
  contents: read
  pull-requests: write # writes the comment

jobs:
  models:
    runs-on: ubuntu-24.04
    timeout-minutes: 60
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          persist-credentials: false
      - uses: axis-dlpu/dlpu@v1
`;
