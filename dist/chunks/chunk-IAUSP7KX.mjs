import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
import{describeDevice,devicesOf}from"./chunk-6AEHDJIP.mjs";import{__name}from"./chunk-OQY62POK.mjs";function logDevices(choices,log){for(let device of devicesOf(choices))log.line(describeDevice(device))}__name(logDevices,"logDevices");export{logDevices};
