import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
import{TARGETS}from"./chunk-QKNNB6UO.mjs";var RULES_BY_CODE=new Map(TARGETS.flatMap(({rules})=>rules.map(rule=>[rule.code,rule])));export{RULES_BY_CODE};
