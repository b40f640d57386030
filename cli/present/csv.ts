/** CSV as RFC 4180 has it, but for line breaks, which are those of every other output. */
export function* csvRecords(
  titles: readonly string[],
  rows: Iterable<readonly string[]>,
): Generator<string> {
  yield csvRecord(titles);
  for (const cells of rows) yield csvRecord(cells);
}

function csvRecord(fields: readonly string[]): string {
  return fields.map(csvField).join(',');
}

/** What a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection). */
function csvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
