import * as z from 'zod';
import { maybe, orDefault, type StringMap, stringMap } from '../../model/kube-schema.ts';
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from '../../model/namespace-objects.ts';
import { namespacedName, objectMetadata } from './metadata.ts';

/** Sources of a PersistentVolume (PersistentVolumeSource of the core API), those of old ones too. */
const volumeTypes = [
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'csi',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'glusterfs',
  'hostPath',
  'iscsi',
  'local',
  'nfs',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
];

/** Before it had a field of its own, a claim named its class in an annotation. */
const classAnnotation = 'volume.beta.kubernetes.io/storage-class';

const metadataWithClass = objectMetadata.extend({ annotations: stringMap });

/** Loose, because the type of a volume is the name of the key that its source stands under. */
const volumeSpec = z.looseObject({
  storageClassName: maybe(z.string()),
  hostPath: maybe(z.object({ path: z.string() })),
  local: maybe(z.object({ path: z.string() })),
  csi: maybe(z.object({ driver: z.string() })),
  claimRef: maybe(z.object({ namespace: maybe(z.string()), name: maybe(z.string()) })),
});

const rawVolume = z.object({ metadata: metadataWithClass, spec: volumeSpec });

export function projectPersistentVolume(item: unknown): PersistentVolume {
  const { metadata, spec } = rawVolume.parse(item);
  return {
    name: metadata.name,
    storageClass: spec.storageClassName ?? metadata.annotations[classAnnotation],
    type: volumeTypes.find((type) => Boolean(spec[type])) ?? 'unknown',
    hostPath: (spec.hostPath ?? spec.local)?.path,
    csiDriver: spec.csi?.driver,
    claim: claimOf(spec.claimRef),
  };
}

function claimOf(
  given: z.output<typeof volumeSpec>['claimRef'],
): PersistentVolume['claim'] | undefined {
  return given?.name ? { namespace: given.namespace || 'default', name: given.name } : undefined;
}

const rawClaim = z.object({
  metadata: metadataWithClass,
  spec: orDefault(
    z.object({ storageClassName: maybe(z.string()), volumeName: maybe(z.string()) }),
    { storageClassName: undefined, volumeName: undefined },
  ),
});

export function projectPersistentVolumeClaim(item: unknown): PersistentVolumeClaim {
  const { metadata, spec } = rawClaim.parse(item);
  return {
    ...namespacedName(metadata),
    storageClass: spec.storageClassName ?? metadata.annotations[classAnnotation],
    volumeName: spec.volumeName || undefined,
  };
}

const rawStorageClass = z.object({
  metadata: objectMetadata.extend({ annotations: stringMap }),
  provisioner: z.string(),
  parameters: stringMap,
});

const defaultClassAnnotations = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

export function projectStorageClass(item: unknown): StorageClass {
  const { metadata, provisioner, parameters } = rawStorageClass.parse(item);
  return {
    name: metadata.name,
    provisioner,
    encrypted: encryptedIn(parameters),
    isDefault: defaultClassAnnotations.some((name) => metadata.annotations[name] === 'true'),
  };
}

/** The EBS driver reads the names of parameters in any case. */
function encryptedIn(parameters: StringMap): string | undefined {
  const name = Object.keys(parameters).find((given) => given.toLowerCase() === 'encrypted');
  return name === undefined ? undefined : parameters[name];
}
