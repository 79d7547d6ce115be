/** Where the rules of the library that decides come from. */
export const SUPPORT_LIBRARY =
  "Arm Ethos-N Support Library 25.03, SupportQueries.cpp, https://github.com/ARM-software/ethos-n-driver-stack (read 2026-11-22)";

/** Where the rules of the layer between TFLite operators and that library come from. */
export const ARMNN_BACKEND =
  "Arm NN Ethos-N backend 25.03, EthosNLayerSupport.cpp, https://github.com/ARM-software/ethos-n-driver-stack (read 2026-11-22)";

/** Where Axis publishes what the DLPU takes. */
export const PUBLISHED_TABLE =
  "https://developer.axis.com/computer-vision/on-device/system-on-chip/artpec-9/supported-ops/ (read 2026-11-22)";

/** What any broken constraint means on the camera. */
export const LEAVES_DLPU =
  "The operator runs on the CPU, and the tensors around it are copied between CPU and DLPU at every inference.";
