import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
import{__name}from"./chunk-FMNUWDMW.mjs";function renderBytes(bytes){let units=["B","KiB","MiB","GiB"],power=Math.min(units.length-1,Math.floor(Math.log2(Math.max(1,bytes))/10)),value=bytes/1024**power;return`${power===0?value:value.toFixed(1)} ${units[power]??"B"}`}__name(renderBytes,"renderBytes");export{renderBytes};
