export type TextTest = (text: string) => boolean;

/**
 * A test for texts that match a pattern in which `*` stands for any characters, none included, and
 * everything else for itself. Each part is looked for once, behind the one before, so that no
 * pattern can make it slow.
 */
export function literalPattern(pattern: string): TextTest {
  const [head = '', ...parts] = pattern.split('*');
  const tail = parts.pop();
  if (tail === undefined) return (text) => text === pattern;
  return (text) => {
    if (!text.startsWith(head) || !text.endsWith(tail)) return false;
    let from = head.length;
    for (const part of parts) {
      const found = text.indexOf(part, from);
      if (found === -1) return false;
      from = found + part.length;
    }
    return from <= text.length - tail.length;
  };
}
