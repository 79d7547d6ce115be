import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
import{__name}from"./chunk-OQY62POK.mjs";function parseJson(text){try{return JSON.parse(text)}catch{return}}__name(parseJson,"parseJson");function groupBy(items,keyOf){let groups=new Map;for(let item of items){let key=keyOf(item),group=groups.get(key);group===void 0?groups.set(key,[item]):group.push(item)}return groups}__name(groupBy,"groupBy");export{groupBy,parseJson};
