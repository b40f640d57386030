/** The formats of lists that are no maps of connections. */
export const listFormats = ['table', 'csv', 'json'] as const;
export type ListFormat = (typeof listFormats)[number];

/** How something is told in each format, line by line. */
export type ListFormatters<Told> = Readonly<Record<ListFormat, (told: Told) => Iterable<string>>>;
