/** What Slack accepts in one message (Block Kit reference). */
export const slackLimits = {
  blocks: 50,
  sectionChars: 3_000,
  headerChars: 150,
  /** Not documented: from about 13,200 characters on Slack answers `msg_blocks_too_long`. */
  messageChars: 13_000,
} as const;

const nameCharsMax = 120;
const proseCharsMax = 300;
const moreCharsMax = 40;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Signs that would format text, each with one that looks alike and means nothing to Slack. */
const inertSigns: Readonly<Record<string, string>> = { '*': '∗', '~': '∼', '`': "'", _: '＿' };

// An underscore inside a word, as in NET_RAW, formats nothing and stays.
const formattingSigns = /[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** A name from outside as a code span: shown to the letter, never read as markup or a mention. */
export function code(name: string): string {
  return `\`${escapeWithin(flattened(name).replaceAll('`', "'"), nameCharsMax)}\``;
}

/** A sentence from outside, on one line, without any sign that Slack would act on. */
export function prose(text: string, charsMax: number = proseCharsMax): string {
  return escapeWithin(
    flattened(text).replace(formattingSigns, (sign) => inertSigns[sign] ?? ' '),
    charsMax,
  );
}

type ListLimits = { readonly lines: number; readonly chars: number };

/** One line an entry; what does not fit is counted, never dropped in silence. */
export function bulletList(entries: readonly string[], limits: ListLimits): string {
  const shown: string[] = [];
  let chars = moreCharsMax;
  for (const entry of entries) {
    const line = `• ${entry}`;
    chars += line.length + 1;
    if (chars > limits.chars || shown.length === limits.lines) break;
    shown.push(line);
  }
  return [...shown, ...andMore(entries.length - shown.length)].join('\n');
}

export function andMore(count: number): readonly string[] {
  return count > 0 ? [`…and ${count} more`] : [];
}

/** Line breaks, control characters and those that turn the direction of text become spaces. */
function flattened(text: string): string {
  const line = text.replace(/[\p{C}\p{Z}\s]+/gu, ' ').trim();
  return line === '' ? '-' : line;
}

/** Escapes as Slack asks for, and cuts between characters so that no entity is torn apart. */
function escapeWithin(text: string, charsMax: number): string {
  const pieces = Array.from(text, (char) => entities[char] ?? char);
  const whole = pieces.join('');
  if (whole.length <= charsMax) return whole;
  let cut = '';
  for (const piece of pieces) {
    if (cut.length + piece.length >= charsMax) break;
    cut += piece;
  }
  return `${cut}…`;
}
