import { control } from '../../../model/control.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import type { PartsFound, Verdict } from '../../../model/verdict.ts';
import { judgeParts } from '../../../model/verdict.ts';
import { isRunByEks } from '../../pods/eks-add-ons.ts';
import { type WorkloadItem, workloadItems } from '../../pods/workload-items.ts';
import { hasEnded } from '../../reach/engine/units.ts';
import { exposureReads, waysFromInternet } from '../../reach/ways/cluster-exposure.ts';

/**
 * Each entrance that leads to the workload is a finding of its own, so that one which is wanted can
 * be accepted and the next one still shows. Proxies fail, and so does what they lead to. Security
 * groups and routes are not read: ports of nodes that have external addresses may be open to the
 * internet, which is unknown; a load balancer that faces the internet is open to it. Pods that
 * Amazon EKS runs on the host network are left out: what they listen to is not their owner's choice.
 */
export const internetExposure = control({
  id: 'NET-10',
  title: 'No workload can be reached from the internet',
  domain: 'network',
  severity: 'high',
  reachMax: 'namespace',
  rationale:
    'What anybody on the internet can talk to is attacked first, and every fault of it is a way into ' +
    'the cluster.',
  remediation:
    'Make the load balancer internal (aws-load-balancer-scheme or alb.ingress.kubernetes.io/scheme: ' +
    'internal), limit it to ranges of clients, or let policies admit only known sources. Record what ' +
    'is meant to be public as an exception.',
  snippets: [
    {
      form: 'kubectl',
      text: `kubectl annotate --overwrite service SERVICE --namespace NAMESPACE \\
  service.beta.kubernetes.io/aws-load-balancer-scheme=internal
kubectl annotate --overwrite ingress INGRESS --namespace NAMESPACE \\
  alb.ingress.kubernetes.io/scheme=internal`,
    },
    {
      form: 'kubectl',
      text: `kubectl patch service SERVICE --namespace NAMESPACE \\
  --patch '{"spec":{"loadBalancerSourceRanges":["CLIENT_CIDR"]}}'`,
    },
    {
      form: 'yaml',
      text: `apiVersion: v1
kind: Service
metadata:
  name: SERVICE
  namespace: NAMESPACE
  annotations:
    service.beta.kubernetes.io/aws-load-balancer-scheme: internal
spec:
  type: LoadBalancer
  loadBalancerClass: service.k8s.aws/nlb
  selector: {app: WORKLOAD}
  ports:
    - {name: https, protocol: TCP, port: 443, targetPort: 8443}`,
    },
  ],
  ...exposureReads,
  items: workloadItems,
  judge: (item, snapshot) => judgeWorkload(item, snapshot),
});

function judgeWorkload(item: WorkloadItem, snapshot: Snapshot): Verdict | readonly Verdict[] {
  const pods = item.pods.filter(
    (pod) => !hasEnded(pod) && !(pod.spec.hostNetwork && isRunByEks(pod)),
  );
  if (pods.length === 0) {
    const why = 'no pods but those of Amazon EKS on the host network, or that have ended';
    return { outcome: 'notApplicable', why };
  }
  return judgeParts(exposed({ ...item, pods }, snapshot), 'namespace');
}

function exposed({ subject, pods }: WorkloadItem, snapshot: Snapshot): PartsFound {
  const { sure, perhaps, missing } = waysFromInternet(subject, pods, snapshot);
  const isSure = new Set(sure.map(({ entrance }) => entrance));
  const open = perhaps.filter(({ entrance }) => !isSure.has(entrance));
  return {
    evidence: sure.map(({ entrance, protocol, port, why }) => ({
      path: `entrances[${entrance}]`,
      value: `${protocol} ${port}: ${why}`,
    })),
    missing: [...missing, ...open.map(({ entrance, why }) => `${entrance}: ${why}`)],
  };
}
