import type { Pod } from '../../../model/snapshot.ts';
import type { PeerName } from './line-peer.ts';

export const levels = ['workload', 'pod'] as const;

/** Whether lines are about workloads, which is what people deploy, or about single pods. */
export type Level = (typeof levels)[number];

/** Under what name a pod stands in lines. A pod that a template would make stands for its workload. */
export function peerNameOf(pod: Pod, level: Level, namesControllers: boolean): PeerName {
  const { namespace, name, isRepresentative } = pod;
  if (level === 'pod' && !isRepresentative) return { namespace, name, kind: 'Pod' };
  return namesControllers ? controllerOf(pod) : { namespace, ...ownerOf(pod) };
}

function ownerOf({ owner: { kind, name } }: Pod): Pick<PeerName, 'kind' | 'name'> {
  return { kind, name };
}

/** The object that controls the pod itself, which may be below the workload that owns it. */
function controllerOf(pod: Pod): PeerName {
  const { namespace, owner, labels } = pod;
  const hash = labels['pod-template-hash'];
  if (owner.kind === 'Deployment' && hash !== undefined) {
    return { namespace, name: `${owner.name}-${hash}`, kind: 'ReplicaSet' };
  }
  const job = labels['batch.kubernetes.io/job-name'] ?? labels['job-name'];
  if (owner.kind === 'CronJob' && job !== undefined) return { namespace, name: job, kind: 'Job' };
  return { namespace, ...ownerOf(pod) };
}
