import type { Dimension, Quantization, Tensor } from "../graph.ts";
import type { ConstantData, DataType } from "../data-type.ts";
import type { TensorValue } from "./parse-tensor.ts";
import type { ValueInfo } from "./parse-value-info.ts";

/** A tensor that later parts of the file, or inference, may still describe. */
export interface DraftTensor extends Tensor {
  dtype: DataType;
  shape: readonly Dimension[] | undefined;
  shapeSource: "file" | "inferred";
  data?: ConstantData;
  quantization?: Quantization;
}

/** The values of one ONNX graph by name; a nested graph also sees those of the graphs around it. */
export class Scope {
  readonly tensors: DraftTensor[] = [];
  readonly depth: number;
  private readonly outer: Scope | undefined;
  private readonly byName = new Map<string, DraftTensor>();

  constructor(outer: Scope | undefined) {
    this.outer = outer;
    this.depth = outer === undefined ? 0 : outer.depth + 1;
  }

  find(name: string): DraftTensor | undefined {
    return this.byName.get(name) ?? this.outer?.find(name);
  }

  /** The value of that name, which becomes one of this graph when no graph around has it. */
  use(name: string): DraftTensor {
    return this.find(name) ?? this.create(name);
  }

  /** The value of that name in this very graph. */
  define(name: string): DraftTensor {
    return this.byName.get(name) ?? this.create(name);
  }

  addConstant({ name, dtype, shape, data }: TensorValue): void {
    const tensor = this.define(name);
    tensor.dtype = dtype;
    tensor.shape = shape;
    tensor.shapeSource = "file";
    tensor.data = data;
  }

  /** Makes the value known and applies what the file says of it. */
  declare(value: ValueInfo): DraftTensor {
    const tensor = this.define(value.name);
    this.describe(value);
    return tensor;
  }

  /** Applies a type and shape to a value that exists; files also describe values that nobody uses. */
  describe({ name, dtype, shape }: ValueInfo): void {
    const tensor = this.byName.get(name);
    if (tensor === undefined || tensor.data !== undefined) return;
    tensor.dtype = dtype;
    tensor.shape = shape;
    if (shape !== undefined) tensor.shapeSource = "file";
  }

  private create(name: string): DraftTensor {
    const tensor: DraftTensor = {
      index: this.tensors.length,
      name,
      dtype: "unknown",
      shape: undefined,
      shapeSource: "inferred",
      isVariable: false,
    };
    this.tensors.push(tensor);
    this.byName.set(name, tensor);
    return tensor;
  }
}
