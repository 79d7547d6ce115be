import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
import{printable}from"./chunk-HC4EJ6HN.mjs";import{__name}from"./chunk-OQY62POK.mjs";function openLog(stream=process.stderr){let clear=stream.isTTY?"\r\x1B[2K":"",width=__name(()=>Math.max(20,stream.columns||80)-1,"width");return{line:__name(text=>stream.write(`${clear}${printable(text)}
`),"line"),status:__name(text=>stream.isTTY&&stream.write(`${clear}${printable(text).slice(0,width())}`),"status"),close:__name(()=>stream.write(clear),"close")}}__name(openLog,"openLog");export{openLog};
