/** A table of GitHub Flavored Markdown, line by line. */
export function* markdownTable(
  titles: readonly string[],
  rows: Iterable<readonly string[]>,
): Generator<string> {
  yield rowText(titles);
  yield rowText(titles.map(() => '---'));
  for (const cells of rows) yield rowText(cells);
}

function rowText(cells: readonly string[]): string {
  return `| ${cells.map(cellText).join(' | ')} |`;
}

/** What stands in a name is no markup: no entity, no HTML, no link, no emphasis, no new cell. */
function cellText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\|*`]/g, '\\$&')
    .replaceAll('](', ']\\(');
}
