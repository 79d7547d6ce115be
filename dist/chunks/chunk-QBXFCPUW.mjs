import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
import{__name}from"./chunk-OQY62POK.mjs";function print(text){process.stdout.write(text)}__name(print,"print");export{print};
