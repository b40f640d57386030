import type { Framework } from '../../model/framework.ts';

/** The requirements that name a control, by its id, each as `framework-version:requirement`. */
export function mappingsByControl(
  frameworks: readonly Framework[],
): ReadonlyMap<string, readonly string[]> {
  const pairs = frameworks.flatMap(({ id, requirements }) =>
    requirements.flatMap((requirement) =>
      requirement.controls.map((controlId) => ({ controlId, mapping: `${id}:${requirement.id}` })),
    ),
  );
  const byControl = Map.groupBy(pairs, ({ controlId }) => controlId);
  return new Map(
    [...byControl].map(([controlId, given]) => [controlId, given.map(({ mapping }) => mapping)]),
  );
}
