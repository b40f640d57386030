/** `cis-eks-1.8.0 4.3.2, 5.1; soc2-2017 CC6.1`: each framework is named once. */
export function requirementsText(mappings: readonly string[]): string {
  const byFramework = Map.groupBy(mappings, (mapping) => mapping.slice(0, mapping.indexOf(':')));
  return [...byFramework]
    .map(([framework, each]) => {
      const requirements = each.map((mapping) => mapping.slice(framework.length + 1));
      return `${framework} ${requirements.join(', ')}`;
    })
    .join('; ');
}
