import type { ModelConfig } from "../../config/config.ts";
import { ToolchainError, UserError } from "../../errors.ts";

/**
 * Rule AX-OP-002: what LiteRT refuses or aborts on is the user's to change, where the file is the user's own and no
 * converter of ours had a hand in it.
 *
 * @throws UserError in place of the ToolchainError that `running` ended with.
 */
export async function blameFile<T>(running: Promise<T>, { shownPath }: ModelConfig): Promise<T> {
  try {
    return await running;
  } catch (error) {
    if (!(error instanceof ToolchainError)) throw error;
    throw new UserError(
      `LiteRT cannot run ${shownPath}: ${error.message}`,
      "Convert the model again with a current converter, until TensorFlow Lite's own interpreter runs it.",
      { code: "AX-OP-002", cause: error },
    );
  }
}
