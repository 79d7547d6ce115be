#!/bin/sh
# Writes the hashed requirement files; one file must serve every Python that dlpu supports.
# Usage: worker/requirements/lock.sh (needs uv on the PATH)
set -eu
cd "$(dirname "$0")"

compile() { # name, python version, output
  uv pip compile "$1.in" --override "$1.overrides.in" --python-version "$2" --output-file "$3" \
    --python-platform x86_64-manylinux_2_28 --generate-hashes --no-emit-index-url \
    --no-header --no-annotate --quiet
}

for name in uv core tensorflow lint; do
  compile "$name" 3.12 "$name.txt"
  other=$(mktemp)
  cp "$name.txt" "$other" # The same pins to start from.
  compile "$name" 3.13 "$other"
  cmp "$name.txt" "$other"
  rm "$other"
done
