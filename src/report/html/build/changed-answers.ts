import type { ChangedAnswer } from "../../../result/changed-answer.ts";
import { html, type Html, trusted } from "../elements/html.ts";

/** The pictures that the shipped file answers otherwise than the float model, with both answers; nothing where there are none. */
export function renderChangedAnswers(answers: readonly ChangedAnswer[]): Html | undefined {
  if (answers.length === 0) return undefined;
  return html`<p>Answered otherwise than by the float model, for example:</p>
    <ul class="answers">
      ${answers.map(renderAnswer)}
    </ul>`;
}

function renderAnswer(answer: ChangedAnswer): Html {
  const { picture, label, float, final, jpegBase64 } = answer;
  const classes = {
    label: answer.labelName ?? label,
    float: answer.floatName ?? float,
    final: answer.finalName ?? final,
  };
  return html`<li>
    ${jpegBase64 === null ? undefined : renderThumbnail(jpegBase64)}
    <div>
      <code>${picture}</code>, class ${classes.label}
      <div>
        float: ${classes.float} ${markOf(float === label)}, shipped: ${classes.final}
        ${markOf(final === label)}
      </div>
    </div>
  </li>`;
}

/** The text beside it says all that matters of it. */
function renderThumbnail(jpegBase64: string): Html | undefined {
  if (!BASE64.test(jpegBase64)) return undefined;
  // As text it would be cut, and it is proved to hold nothing but base64.
  const data = trusted(jpegBase64);
  return html`<img src="data:image/jpeg;base64,${data}" alt="" width="40" height="40" />`;
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

function markOf(isRight: boolean): string {
  return isRight ? "(right)" : "(wrong)";
}
