import type { Framework, Requirement } from '../../model/framework.ts';

/** All controls that a requirement names, whether it needs no more than they ask for or less. */
export function controlsOf({ controls, stricterControls = [] }: Requirement): readonly string[] {
  return [...controls, ...stricterControls];
}

/** The requirements that name a control, by its id, each as `framework-version:requirement`. */
export function mappingsByControl(
  frameworks: readonly Framework[],
): ReadonlyMap<string, readonly string[]> {
  const pairs = frameworks.flatMap(({ id, requirements }) =>
    requirements.flatMap((requirement) =>
      controlsOf(requirement).map((controlId) => ({
        controlId,
        mapping: `${id}:${requirement.id}`,
      })),
    ),
  );
  const byControl = Map.groupBy(pairs, ({ controlId }) => controlId);
  return new Map(
    [...byControl].map(([controlId, given]) => [controlId, given.map(({ mapping }) => mapping)]),
  );
}
