import { z } from "zod";

/** What a step cost. */
export interface Cost {
  readonly seconds: number;
  /** Resident peak of the step's process, the worker's preloaded libraries included. */
  readonly peakMemoryBytes: number;
}

const errorReply = z.object({
  kind: z.enum(["user", "toolchain", "crashed", "timeout", "memory", "disk", "cancelled"]),
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  detail: z.string(),
});

/** A failure as the worker reports it. */
export type ErrorReply = z.infer<typeof errorReply>;

const cost = { seconds: z.number(), peakMemoryBytes: z.number() };
const message = z.union([
  z.object({
    id: z.number(),
    event: z.literal("progress"),
    stage: z.string(),
    done: z.number(),
    total: z.number(),
  }),
  z.object({ id: z.number(), ok: z.literal(true), result: z.unknown(), ...cost }),
  z.object({ id: z.number(), ok: z.literal(false), error: errorReply, ...cost }),
]);

/** One line from the worker. */
export type Message = z.infer<typeof message>;

/** Parses a line from the worker; throws on anything the protocol does not know. */
export function parseMessage(line: string): Message {
  return message.parse(JSON.parse(line));
}
