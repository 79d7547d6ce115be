from litert_converter.mlir import ir as ir
from litert_converter.mlir import passmanager as passmanager
