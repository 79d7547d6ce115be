import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
import{targetOf}from"./chunk-QKNNB6UO.mjs";import{__name}from"./chunk-OQY62POK.mjs";function neededEnvironments({models}){return models.some(needsTensorflow)?["core","tensorflow"]:["core"]}__name(neededEnvironments,"neededEnvironments");function needsTensorflow({path,targets}){return/\.onnx$/i.test(path)?!1:/\.tflite$/i.test(path)?targets.some(({soc})=>targetOf(soc).form==="onnx"):!0}__name(needsTensorflow,"needsTensorflow");export{neededEnvironments};
