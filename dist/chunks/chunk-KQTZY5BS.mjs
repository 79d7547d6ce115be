import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
import{__name}from"./chunk-FMNUWDMW.mjs";function parseJson(text){try{return JSON.parse(text)}catch{return}}__name(parseJson,"parseJson");export{parseJson};
