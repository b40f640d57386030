import { builtIn, type KubernetesRead } from './kubernetes-read.ts';

/** What makes pods. */
export const workloadReads = [
  builtIn('', 'replicationcontrollers', 'ReplicationController'),
  builtIn('apps', 'deployments', 'Deployment'),
  builtIn('apps', 'daemonsets', 'DaemonSet'),
  builtIn('apps', 'statefulsets', 'StatefulSet'),
  builtIn('apps', 'replicasets', 'ReplicaSet'),
  builtIn('batch', 'jobs', 'Job'),
  builtIn('batch', 'cronjobs', 'CronJob'),
] as const satisfies readonly KubernetesRead[];
