import type { Control } from '../../model/control.ts';
import { gapsIn, gapText } from '../../model/gaps.ts';
import type { PersistentVolume } from '../../model/namespace-objects.ts';
import type { Volume } from '../../model/pod-spec.ts';
import type { Pod, Snapshot } from '../../model/snapshot.ts';
import type { PartsFound } from '../../model/verdict.ts';
import { placeOnNode } from './node-paths.ts';
import { type WorkloadItem, workloadItemReads, workloadItems } from './workload-items.ts';

/** A place on the node that a volume of a pod shows. */
export type HostPath = {
  readonly volume: string;
  /** As the node knows it: `/run/docker.sock` for `/var/run/docker.sock/`. */
  readonly path: string;
  /** As it is written. */
  readonly written: string;
  /** The PersistentVolume that leads there; absent for a hostPath of the pod itself. */
  readonly persistentVolume?: string;
  /** A PersistentVolume of type local is a disk that was set aside for pods. */
  readonly isLocal: boolean;
};

/** What claims are bound to, and what of it was not seen. */
type Storage = {
  readonly isLive: boolean;
  /** By namespace and name of the claim, `undefined` for a claim that is bound to none. */
  readonly byClaim: ReadonlyMap<string, PersistentVolume | undefined>;
  readonly unseen: readonly string[];
};

export type HostPathItem = WorkloadItem & { readonly storage: Storage };

const storageReads = ['persistentvolumeclaims', 'persistentvolumes'] as const;

/** Only a pod with a claim needs to know what stands behind it. */
export const hostPathReads = {
  ...workloadItemReads,
  consultedReads: storageReads,
} as const satisfies Pick<Control, 'subjectReads' | 'judgementReads' | 'consultedReads'>;

export function hostPathItems(snapshot: Snapshot): readonly HostPathItem[] {
  const storage = storageOf(snapshot);
  return workloadItems(snapshot).map((item) => ({ ...item, storage }));
}

/** The host paths of a pod, by its volumes and by the PersistentVolumes behind its claims. */
export function hostPathsOf(
  pod: Pod,
  storage: Storage,
): { readonly paths: readonly HostPath[]; readonly missing: PartsFound['missing'] } {
  const found = pod.spec.volumes.map((volume) => pathsOf(volume, pod, storage));
  return {
    paths: found.flatMap(({ paths }) => paths),
    missing: [...found.flatMap(({ missing }) => missing), ...claimsOfTemplates(pod, storage)],
  };
}

type Found = ReturnType<typeof hostPathsOf>;

const nothing: Found = { paths: [], missing: [] };

function pathsOf(volume: Volume, pod: Pod, storage: Storage): Found {
  const { name, hostPath } = volume;
  if (hostPath !== undefined) {
    const written = hostPath.path;
    const path = placeOnNode(written);
    return { paths: [{ volume: name, path, written, isLocal: false }], missing: [] };
  }
  const claim = claimOf(volume, pod);
  return claim === undefined ? nothing : pathsOfClaim(name, `${pod.namespace}/${claim}`, storage);
}

/** The claim of a generic ephemeral volume is named after its pod and the volume. */
function claimOf({ name, type, persistentVolumeClaim }: Volume, pod: Pod): string | undefined {
  if (persistentVolumeClaim !== undefined) return persistentVolumeClaim.claimName;
  return type === 'ephemeral' ? `${pod.name}-${name}` : undefined;
}

function pathsOfClaim(volume: string, claim: string, storage: Storage): Found {
  const bound = storage.byClaim.get(claim);
  if (bound === undefined) return { paths: [], missing: whatIsUnseen(claim, storage) };
  const { name, type, hostPath: written } = bound;
  if (type !== 'hostPath' && type !== 'local') return nothing;
  if (written === undefined)
    return { paths: [], missing: [`the path of PersistentVolume ${name}`] };
  const path = placeOnNode(written);
  const isLocal = type === 'local';
  return { paths: [{ volume, path, written, persistentVolume: name, isLocal }], missing: [] };
}

/** A live cluster shows every claim that a pod runs with; manifests show those that were given. */
function whatIsUnseen(claim: string, { isLive, unseen }: Storage): readonly string[] {
  if (unseen.length > 0 || isLive) return unseen;
  return [`the volume that PersistentVolumeClaim ${claim} gets, which is not among the manifests`];
}

/** The claims of a StatefulSet stand beside its pod template, and are not kept with it. */
function claimsOfTemplates({ spec }: Pod, { isLive }: Storage): readonly string[] {
  if (isLive) return [];
  const volumes = new Set(spec.volumes.map(({ name }) => name));
  const mounted = [...spec.initContainers, ...spec.containers].flatMap(
    ({ volumeMounts }) => volumeMounts,
  );
  return mounted
    .filter(({ name }) => !volumes.has(name))
    .map(({ name }) => `the volume ${name}, which a claim template makes`);
}

function storageOf(snapshot: Snapshot): Storage {
  const isLive = snapshot.source !== 'manifests';
  const volumes = new Map(snapshot.persistentVolumes.map((volume) => [volume.name, volume]));
  const claimed = new Map<string, PersistentVolume>(
    snapshot.persistentVolumes.flatMap((volume) =>
      volume.claim ? [[`${volume.claim.namespace}/${volume.claim.name}`, volume] as const] : [],
    ),
  );
  const byClaim = new Map<string, PersistentVolume | undefined>(
    snapshot.persistentVolumeClaims.map(({ namespace, name, volumeName }) => {
      const claim = `${namespace}/${name}`;
      // A claim in a manifest has no volume yet; a volume in a manifest can be kept for it.
      const kept = isLive ? undefined : claimed.get(claim);
      return [claim, volumeName === undefined ? kept : volumes.get(volumeName)] as const;
    }),
  );
  return { isLive, byClaim, unseen: gapsIn(snapshot, storageReads).map(gapText) };
}
