import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
import{__name}from"./chunk-FMNUWDMW.mjs";function renderCount(count){let units=[""," k"," M"," G"," T"],power=Math.min(units.length-1,Math.floor(Math.log10(Math.max(1,count))/3)),value=count/1e3**power;return`${power===0?value:value.toFixed(1)}${units[power]??""}`}__name(renderCount,"renderCount");function countOf(count,noun){return`${count} ${noun}${count===1?"":"s"}`}__name(countOf,"countOf");export{renderCount,countOf};
