import fc from "fast-check";

/**
 * Property tests start from one seed, so that the same code gives the same result on every machine; `npm run fuzz` is
 * where fresh seeds belong. To follow a find of it in a test, set `DLPU_PROPERTY_SEED`.
 */
export const PROPERTY_SEED = Number(process.env["DLPU_PROPERTY_SEED"] ?? 20_261_129);

fc.configureGlobal({ seed: PROPERTY_SEED });
