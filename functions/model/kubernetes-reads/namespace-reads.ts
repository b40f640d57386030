import {
  alsoIn,
  builtIn,
  clusterScoped,
  customKind,
  type KubernetesRead,
} from './kubernetes-read.ts';

const limitReads = [
  builtIn('', 'resourcequotas', 'ResourceQuota'),
  builtIn('', 'limitranges', 'LimitRange'),
] as const satisfies readonly KubernetesRead[];

/** What brings secrets from outside. */
export const secretSourceReads = [
  alsoIn(
    customKind(['external-secrets.io', 'v1'], 'externalsecrets', 'ExternalSecret'),
    'external-secrets.io/v1beta1',
    'external-secrets.io/v1alpha1',
  ),
  alsoIn(
    customKind(
      ['secrets-store.csi.x-k8s.io', 'v1'],
      'secretproviderclasses',
      'SecretProviderClass',
    ),
    'secrets-store.csi.x-k8s.io/v1alpha1',
  ),
] as const satisfies readonly KubernetesRead[];

/** What runs as whom, on what storage, and within what limits. */
export const namespaceReads = [
  builtIn('', 'serviceaccounts', 'ServiceAccount'),
  clusterScoped(builtIn('', 'persistentvolumes', 'PersistentVolume')),
  builtIn('', 'persistentvolumeclaims', 'PersistentVolumeClaim'),
  clusterScoped(builtIn('storage.k8s.io', 'storageclasses', 'StorageClass')),
  ...limitReads,
  ...secretSourceReads,
] as const satisfies readonly KubernetesRead[];
