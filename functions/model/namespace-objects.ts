import * as z from 'zod';

/*
 * What a snapshot keeps of the objects around workloads: their accounts, storage and limits, and
 * where their secrets come from.
 */

const namespaced = { namespace: z.string(), name: z.string() };
const labels = z.record(z.string(), z.string()).default({});

export const serviceAccountSchema = z.strictObject({
  ...namespaced,
  labels,
  automountServiceAccountToken: z.boolean().optional(),
  /** The annotation `eks.amazonaws.com/role-arn`. */
  roleArn: z.string().optional(),
  /** Names under `secrets`: before Kubernetes 1.24 tokens that never expire. */
  secrets: z.array(z.string()).default([]),
});

export const persistentVolumeSchema = z.strictObject({
  name: z.string(),
  storageClass: z.string().optional(),
  /** The key of the source, such as `csi` or `hostPath`; `unknown` where none is known. */
  type: z.string(),
  /** The path on the node, of the types `hostPath` and `local`. */
  hostPath: z.string().optional(),
  csiDriver: z.string().optional(),
  claim: z.strictObject(namespaced).optional(),
});

export const persistentVolumeClaimSchema = z.strictObject({
  ...namespaced,
  /** Absent for the default class; empty where the claim wants no class at all. */
  storageClass: z.string().optional(),
  volumeName: z.string().optional(),
});

export const storageClassSchema = z.strictObject({
  name: z.string(),
  provisioner: z.string(),
  /** `parameters.encrypted`, as it is written. */
  encrypted: z.string().optional(),
  isDefault: z.boolean().default(false),
});

/** A ResourceQuota or a LimitRange. */
export const limitSchema = z.strictObject({
  kind: z.enum(['ResourceQuota', 'LimitRange']),
  ...namespaced,
  /** The resources that it limits: keys of `hard`, or of `max` and `default` of a LimitRange. */
  resources: z.array(z.string()).default([]),
});

/** An object that brings secrets from outside: ExternalSecret, SecretProviderClass. */
export const secretSourceSchema = z.strictObject({ kind: z.string(), ...namespaced });

export type ServiceAccount = Readonly<z.infer<typeof serviceAccountSchema>>;
export type PersistentVolume = Readonly<z.infer<typeof persistentVolumeSchema>>;
export type PersistentVolumeClaim = Readonly<z.infer<typeof persistentVolumeClaimSchema>>;
export type StorageClass = Readonly<z.infer<typeof storageClassSchema>>;
export type Limit = Readonly<z.infer<typeof limitSchema>>;
export type SecretSource = Readonly<z.infer<typeof secretSourceSchema>>;
