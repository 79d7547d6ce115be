import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
var SOCS=["cpu","artpec-7","artpec-8","artpec-9","cv25","cv75"];export{SOCS};
