import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
import{__name}from"./chunk-FMNUWDMW.mjs";function print(text){process.stdout.write(text)}__name(print,"print");export{print};
