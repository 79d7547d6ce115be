import onnx

def convert(
    *,
    onnx_graph: onnx.ModelProto,
    output_folder_path: str,
    tflite_backend: str,
    not_use_onnxsim: bool,
    non_verbose: bool,
    verbosity: str,
    keep_shape_absolutely_input_names: list[str],
) -> None: ...
