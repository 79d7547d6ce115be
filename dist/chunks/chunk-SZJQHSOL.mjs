import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
import{TARGETS}from"./chunk-S6VILFFF.mjs";import{__name}from"./chunk-FMNUWDMW.mjs";function neededEnvironments({models}){return models.some(needsTensorflow)?["core","tensorflow"]:["core"]}__name(neededEnvironments,"neededEnvironments");function needsTensorflow({path,targets}){return/\.onnx$/i.test(path)?!1:/\.tflite$/i.test(path)?targets.some(({soc})=>TARGETS[soc].form==="onnx"):!0}__name(needsTensorflow,"needsTensorflow");export{neededEnvironments};
