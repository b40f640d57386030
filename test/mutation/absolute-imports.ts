/** The source with the imports that it has in the given file, so that it may lie anywhere. */
export function absoluteImports(source: string, file: URL): string {
  return source.replaceAll(
    /from '(\.[^']+)'/g,
    (_, specifier: string) => `from '${new URL(specifier, file).pathname}'`,
  );
}
