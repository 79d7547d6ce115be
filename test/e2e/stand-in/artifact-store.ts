import { createHash } from "node:crypto";

/** One artifact of a workflow run, as GitHub keeps it. */
export interface StandInArtifact {
  readonly id: number;
  /** The run's id, as in the token of the job that made it. */
  readonly run: string;
  readonly attempt: string;
  readonly name: string;
  readonly created: string;
  readonly blocks: Map<string, Buffer>;
  data: Buffer;
  finished: boolean;
}

/** All artifacts of all runs, shared by the stand-ins for the artifact service and for the REST API. */
export class ArtifactStore {
  readonly all: StandInArtifact[] = [];
  #nextId = 5000;

  create(run: string, attempt: string, name: string): StandInArtifact {
    const artifact: StandInArtifact = {
      id: this.#nextId++,
      run,
      attempt,
      name,
      created: new Date(Date.UTC(2026, 0, 1) + this.#nextId * 1000).toISOString(),
      blocks: new Map(),
      data: Buffer.alloc(0),
      finished: false,
    };
    this.all.push(artifact);
    return artifact;
  }

  find(run: string, name: string): StandInArtifact | undefined {
    return this.all.find((artifact) => artifact.run === run && artifact.name === name);
  }

  get(id: number): StandInArtifact | undefined {
    return this.all.find((artifact) => artifact.id === id);
  }

  ofRun(run: string): StandInArtifact[] {
    return this.all.filter((artifact) => artifact.run === run && artifact.finished);
  }

  remove(artifact: StandInArtifact): void {
    this.all.splice(this.all.indexOf(artifact), 1);
  }
}

/** The digest that the service tells: of the zip as it was uploaded. */
export function digestOf({ data }: StandInArtifact): string {
  return `sha256:${createHash("sha256").update(data).digest("hex")}`;
}
