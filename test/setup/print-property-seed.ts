import { PROPERTY_SEED } from "./property-seed.ts";

export function setup(): void {
  console.log(`Property tests start from the seed ${PROPERTY_SEED}.`);
}
