import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
import{describeDevice,devicesOf}from"./chunk-WS2AF7DP.mjs";import{__name}from"./chunk-FMNUWDMW.mjs";function logDevices(choices,log){for(let device of devicesOf(choices))log.line(describeDevice(device))}__name(logDevices,"logDevices");export{logDevices};
