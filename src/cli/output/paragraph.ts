export interface Problem {
  readonly message: string;
  /** file, file:line or file:line:column. */
  readonly place?: string | undefined;
  readonly hint?: string | undefined;
}

/** What happened, where and what to do, as one paragraph without a line break: `place: message. hint`. */
export function paragraph({ message, place, hint }: Problem): string {
  const sentence = ended(oneLine(message));
  // A message that gathers several problems carries their places itself.
  const where = place === undefined || tells(sentence, place) ? '' : `${place}: `;
  // The hint is left as it is: a full stop behind a command would be typed with it.
  return `${where}${sentence}${hint === undefined ? '' : ` ${oneLine(hint)}`}`;
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*[\r\n]+\s*/g, ' ');
}

function ended(sentence: string): string {
  return /[.!?…:]["')]?$/.test(sentence) ? sentence : `${sentence}.`;
}

/** `/a.ts:3:1` is not told by `/a.ts:3:12`, nor `/a` by `/ab`. */
function tells(text: string, place: string): boolean {
  for (let at = text.indexOf(place); at !== -1; at = text.indexOf(place, at + 1)) {
    if (!/^[\w/-]/.test(text.slice(at + place.length))) return true;
  }
  return false;
}
