import fc from "fast-check";

/** One way to damage a file; positions are fractions of its length. */
export type Mutation =
  | { readonly kind: "flip"; readonly at: number; readonly bit: number }
  | { readonly kind: "truncate"; readonly at: number }
  | { readonly kind: "overwrite"; readonly at: number; readonly value: number }
  | { readonly kind: "splice"; readonly from: number; readonly to: number; readonly share: number };

const position = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** Half of the positions fall into the first and last 4 KiB, where the structure is. */
const structural = fc.oneof(position, fc.nat(4095), fc.integer({ min: -4096, max: -1 }));

/** Small and extreme numbers hurt most where an offset or a length is expected. */
const word = fc.oneof(
  fc.constantFrom(0, 1, 4, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff0),
  fc.nat(65_535),
  fc.integer({ min: 0, max: 0xffffffff }),
);

/** One to eight damages to the same file. */
export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("flip"), at: structural, bit: fc.nat(7) }),
    fc.record({ kind: fc.constant("overwrite"), at: structural, value: word }),
    fc.record({ kind: fc.constant("splice"), from: structural, to: structural, share: position }),
    fc.record({ kind: fc.constant("truncate"), at: structural }),
  ),
  { minLength: 1, maxLength: 8 },
);

export function mutate(bytes: Uint8Array, damages: readonly Mutation[]): Uint8Array {
  return damages.reduce<Uint8Array>(apply, bytes.slice());
}

function apply(bytes: Uint8Array, damage: Mutation): Uint8Array {
  const locate = (at: number): number => {
    const offset = Number.isInteger(at) ? at : Math.floor(at * bytes.length);
    return Math.min(Math.max(offset < 0 ? bytes.length + offset : offset, 0), bytes.length);
  };
  switch (damage.kind) {
    case "flip": {
      const at = locate(damage.at);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << damage.bit);
      return bytes;
    }
    case "truncate":
      return bytes.slice(0, locate(damage.at));
    case "overwrite": {
      const at = locate(damage.at);
      if (at + 4 > bytes.length) return bytes;
      new DataView(bytes.buffer).setUint32(at, damage.value, true);
      return bytes;
    }
    case "splice": {
      const from = locate(damage.from);
      bytes.copyWithin(locate(damage.to), from, from + Math.floor(damage.share * 256));
      return bytes;
    }
  }
}
