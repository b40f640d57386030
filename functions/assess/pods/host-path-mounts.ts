import type { Container } from '../../model/pod-spec.ts';
import type { Pod } from '../../model/snapshot.ts';
import type { Verdict } from '../../model/verdict.ts';
import { type HostPath, type HostPathItem, hostPathsOf } from './host-paths.ts';
import { judgePodParts } from './judge-pods.ts';
import { containersIn } from './standards/setters.ts';

/** A host path in a container. */
export type HostPathMount = HostPath & Pick<Container['volumeMounts'][number], 'readOnly'>;

/** Judges a workload by the host paths that its containers mount. */
export function judgeHostPathMounts(
  item: HostPathItem,
  problemIn: (mount: HostPathMount) => string | undefined,
): readonly Verdict[] {
  return judgePodParts(item, 'node', (pod) => {
    const { paths, missing } = hostPathsOf(pod, item.storage);
    const evidence = mountsOf(pod, paths).flatMap(({ path, mount }) => {
      const value = problemIn(mount);
      return value === undefined ? [] : [{ path, value: `${textOf(mount)}: ${value}` }];
    });
    return { evidence, missing };
  });
}

function mountsOf({ spec }: Pod, paths: readonly HostPath[]) {
  if (paths.length === 0) return [];
  return containersIn(spec).flatMap(({ path, container }) =>
    container.volumeMounts.flatMap(({ name, readOnly }) =>
      paths
        .filter(({ volume }) => volume === name)
        .map((found) => ({
          path: `${path}.volumeMounts[name=${name}]`,
          mount: { ...found, readOnly },
        })),
    ),
  );
}

function textOf({ written, persistentVolume }: HostPath): string {
  return persistentVolume === undefined ? written : `${written} of ${persistentVolume}`;
}
