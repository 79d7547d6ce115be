/** One thing that dlpu uses: whether it is there, and how to get it. */
export interface Diagnosis {
  readonly name: string;
  readonly state: "found" | "missing" | "installed on first use";
  /** Where and which version, or what is wrong. */
  readonly detail: string;
  /** What to do; empty where nothing is to be done. */
  readonly remedy: string;
  /** Whether `dlpu build` cannot work without it. */
  readonly required: boolean;
}

export interface DoctorReport {
  readonly schemaVersion: 1;
  /** Whether everything required is there. */
  readonly ready: boolean;
  readonly items: readonly Diagnosis[];
}
