from litert_converter.mlir.ir import Context, Module, Operation
from litert_converter.mlir.passmanager import PassManager

class ConvertToTFLConfig:
    qdq_conversion_mode: str

def prepare_mlir_context(context: Context) -> None: ...
def run_convert_to_tfl_passes(
    module: Module, passes: PassManager, config: ConvertToTFLConfig
) -> None: ...
def export_flatbuffer_to_bytes(operation: Operation) -> bytes: ...
