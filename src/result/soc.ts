/** A system on chip of Axis cameras by its name in the catalogue of targets, spelled like Axis' own URLs. */
export type Soc = string;
