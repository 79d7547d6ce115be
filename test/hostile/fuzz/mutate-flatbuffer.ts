import { NASTY, type Random } from "./random.ts";

/** Which slots of a table hold what; all others are scalars or text, which need no following. */
interface TableType {
  readonly tables?: Readonly<Record<number, () => TableType>>;
  readonly table?: Readonly<Record<number, () => TableType>>;
  readonly numbers?: readonly number[];
}

const PLAIN: TableType = { numbers: [0, 1, 2, 3] };
const QUANTIZATION: TableType = { numbers: [2, 3] };
const SPARSITY: TableType = { numbers: [0, 1], tables: { 2: () => PLAIN } };
const TENSOR: TableType = {
  numbers: [0, 7],
  table: { 4: () => QUANTIZATION, 6: () => SPARSITY },
};
const OPERATOR: TableType = { numbers: [1, 2, 8], table: { 4: () => PLAIN, 12: () => PLAIN } };
const SUBGRAPH: TableType = {
  numbers: [1, 2],
  tables: { 0: () => TENSOR, 3: () => OPERATOR },
};
const SIGNATURE: TableType = { tables: { 0: () => PLAIN, 1: () => PLAIN } };
/** The schema's root, by slot: see `src/graph/tflite/schema.ts`. */
const MODEL: TableType = {
  tables: {
    1: () => PLAIN,
    2: () => SUBGRAPH,
    4: () => PLAIN,
    6: () => PLAIN,
    7: () => SIGNATURE,
  },
};

/** A number of the file that means something, and how wide it is. */
interface Place {
  readonly at: number;
  readonly bytes: 1 | 2 | 4;
}

/** Writes telling numbers into one to four fields, list lengths, list elements or vtable entries of a `.tflite`. */
export function mutateFlatbuffer(bytes: Uint8Array, random: Random): Uint8Array {
  const mutant = bytes.slice();
  const view = new DataView(mutant.buffer);
  const places = findPlaces(new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
  const [first, ...more] = places;
  if (first === undefined) return mutant;
  for (let count = 1 + random.below(4); count > 0; count -= 1) {
    write(view, random.pick([first, ...more]), random);
  }
  return mutant;
}

function write(view: DataView, { at, bytes }: Place, random: Random): void {
  const old = bytes === 4 ? view.getInt32(at, true) : view.getUint8(at);
  const value = random.below(2) === 0 ? random.pick(NASTY) : old + random.pick([-1, 1, 2, 4]);
  if (bytes === 4) view.setInt32(at, value, true);
  else if (bytes === 2) view.setInt16(at, value, true);
  else view.setInt8(at, value);
}

/** A file of megabytes has as many places; so many are enough to choose from. */
const MAX_PLACES = 200_000;

function findPlaces(view: DataView): readonly Place[] {
  const places: Place[] = [];
  const open: [number, TableType][] = [[view.getUint32(0, true), MODEL]];
  for (const [table, type] of open) {
    if (places.length > MAX_PLACES) break;
    open.push(...visitTable(view, table, type, places));
  }
  return places;
}

/** Notes the places of a table of a sound file, and gives the tables that it refers to. */
function visitTable(
  view: DataView,
  table: number,
  { tables = {}, table: single = {}, numbers = [] }: TableType,
  places: Place[],
): [number, TableType][] {
  const next: [number, TableType][] = [];
  const vtable = table - view.getInt32(table, true);
  const slots = (view.getUint16(vtable, true) - 4) / 2;
  for (let slot = 0; slot < slots; slot += 1) {
    const entry = vtable + 4 + 2 * slot;
    const offset = view.getUint16(entry, true);
    places.push({ at: entry, bytes: 2 });
    if (offset === 0) continue;
    const at = table + offset;
    places.push({ at, bytes: at + 4 <= view.byteLength ? 4 : 1 }, { at, bytes: 1 });
    const target = at + 4 <= view.byteLength ? at + view.getUint32(at, true) : 0;
    const [one, many] = [single[slot], tables[slot]];
    if (one !== undefined) next.push([target, one()]);
    if (many !== undefined) {
      for (const element of listAt(view, target, places)) {
        next.push([element + view.getUint32(element, true), many()]);
      }
    }
    if (numbers.includes(slot) && isList(view, target)) listAt(view, target, places);
  }
  return next;
}

/** A scalar read as an offset points anywhere. */
function isList(view: DataView, at: number): boolean {
  return (
    at > 0 && at + 4 <= view.byteLength && at + 4 + 4 * view.getUint32(at, true) <= view.byteLength
  );
}

/** Notes a list's length and elements, and gives where the elements are. */
function listAt(view: DataView, at: number, places: Place[]): readonly number[] {
  places.push({ at, bytes: 4 });
  const length = Math.min(view.getUint32(at, true), 100_000);
  const elements = Array.from({ length }, (_, index) => at + 4 + 4 * index);
  for (const element of elements) places.push({ at: element, bytes: 4 });
  return elements;
}
