/** A command as a POSIX shell takes it apart: its words, and the operators between commands. */
type ShellWord = { readonly text: string; readonly isQuoted: boolean };

export type ShellCommand = {
  readonly words: readonly ShellWord[];
  /** What stands before it: nothing at the beginning of a line, or `|`, `&&`. */
  readonly after: '' | '|' | '&&';
};

/**
 * The commands of a few lines of shell: quotes, line breaks behind a backslash, pipes and remarks on lines
 * of their own. Throws where a quote is left open.
 */
export function shellCommands(text: string): readonly ShellCommand[] {
  const commands: ShellCommand[] = [];
  let words: ShellWord[] = [];
  let after: ShellCommand['after'] = '';
  const end = (next: ShellCommand['after']): void => {
    if (words.length > 0) commands.push({ words, after });
    words = [];
    after = next;
  };
  for (const token of tokensOf(text)) {
    if (token === '\n') end('');
    else if (token === '|' || token === '&&') end(token);
    else words.push(wordOf(token));
  }
  end('');
  return commands;
}

const token = /\\\n|[ \t]+|^#[^\n]*|\n|&&|\||(?:'[^']*'|"(?:\\.|[^"\\])*"|\\[^\n]|[^\s'"|\\])+/gmy;

function tokensOf(text: string): readonly string[] {
  const found: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const from = token.lastIndex;
    const [match] = token.exec(text) ?? [];
    if (match === undefined)
      throw new Error(`a quote is left open at "${text.slice(from, from + 40)}"`);
    if (match === '\n' || /\S/.test(match.replace('\\\n', ''))) found.push(match);
  }
  return found.filter((given) => !given.startsWith('#'));
}

function wordOf(given: string): ShellWord {
  const text = given.replace(
    /'([^']*)'|"((?:\\.|[^"\\])*)"/g,
    (_, single, double) => single ?? double,
  );
  return { text, isQuoted: /['"]/.test(given) };
}
