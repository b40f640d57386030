import { control } from '../../../model/control.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { type Evidence, judgeParts, type Verdict } from '../../../model/verdict.ts';
import { interfacesAt, interfacesOf } from '../../pods/sensitive-interfaces.ts';
import { type WorkloadItem, workloadItems } from '../../pods/workload-items.ts';
import { hasEnded } from '../../reach/engine/units.ts';
import {
  exposureReads,
  type WayIn,
  waysFromInternet,
  waysFromNodes,
} from '../../reach/ways/cluster-exposure.ts';
import { nameOf, serviceIndex } from '../../reach/ways/service-index.ts';

/**
 * A workload is known by its image or its label, and by a port that nothing else is registered for.
 * It must be the interface that can be reached, and not a proxy beside it. Beside the internet,
 * ports that every node opens fail: a Service of type NodePort and host ports put the interface
 * outside of the cluster, past whatever asks for a password. The node ports of load balancers are
 * theirs, and a load balancer that stays in the VPC is a way to offer a dashboard to one's own
 * people.
 */
export const sensitiveInterfaces = control({
  id: 'NET-12',
  title: 'No dashboard, database or control interface is open to the internet or on node ports',
  domain: 'network',
  severity: 'high',
  reachMax: 'namespace',
  rationale:
    'Dashboards, build servers and databases trust whoever reaches them more than they ought to, and ' +
    'one without a password gives away its data or the cluster.',
  remediation:
    'Make the Service of type ClusterIP and reach it by kubectl port-forward or a VPN, or put a proxy ' +
    'that authenticates in front of it, and let a policy admit that proxy alone.',
  snippets: [
    {
      form: 'yaml',
      text: `apiVersion: v1
kind: Service
metadata:
  name: SERVICE
  namespace: NAMESPACE
spec:
  type: ClusterIP
  selector: {app: WORKLOAD}
  ports:
    - {protocol: TCP, port: 443, targetPort: 8443}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: proxy-to-WORKLOAD
  namespace: NAMESPACE
spec:
  podSelector:
    matchLabels: {app: WORKLOAD}
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector:
            matchLabels: {app: PROXY}
      ports:
        - {protocol: TCP, port: 8443}`,
    },
    {
      form: 'kubectl',
      text: `kubectl patch service SERVICE --namespace NAMESPACE --patch '{"spec":{"type":"ClusterIP"}}'
kubectl port-forward --namespace NAMESPACE service/SERVICE 8443:443`,
    },
  ],
  ...exposureReads,
  items: workloadItems,
  judge: (item, snapshot) => judgeWorkload(item, snapshot),
});

function judgeWorkload(item: WorkloadItem, snapshot: Snapshot): Verdict | readonly Verdict[] {
  const pods = item.pods.filter((pod) => !hasEnded(pod));
  const { subject } = item;
  const internet = waysFromInternet(subject, pods, snapshot);
  const nodes = waysFromNodes(subject, pods, snapshot);
  const isSensitive = (way: WayIn): boolean => interfacesAt(pods, way.port).length > 0;
  const toAll = internet.sure.filter(isSensitive);
  const onNodes = nodes.sure.filter((way) => isOnEveryNode(way, snapshot) && isSensitive(way));
  const evidence = [
    ...toAll.map((way) => evidenceOf(item, way, 'open to the internet')),
    ...onNodes.map((way) => evidenceOf(item, way, 'open on every node')),
  ];
  const failed = new Set(onNodes.map(wayKey));
  const perhaps = [
    ...internet.perhaps,
    ...nodes.perhaps.filter((way) => isOnEveryNode(way, snapshot)),
  ].filter((way) => isSensitive(way) && !failed.has(wayKey(way)));
  const isKnown = pods.some((pod) => interfacesOf(pod).length > 0);
  // Without its image telling, what a workload is shows by the ports that it is reached at.
  const unseen = isKnown ? internet.missing : nodes.missing;
  if (!isKnown && evidence.length + perhaps.length + unseen.length === 0) {
    return { outcome: 'notApplicable', why: 'no interface that is known to be sensitive' };
  }
  const missing = [...unseen, ...perhaps.map(({ entrance, why }) => `${entrance}: ${why}`)];
  return judgeParts({ evidence, missing }, 'namespace');
}

function evidenceOf({ pods }: WorkloadItem, way: WayIn, how: string): Evidence {
  const { entrance, protocol, port } = way;
  const names = interfacesAt(pods, port).join('; ');
  return { path: `entrances[${entrance}]`, value: `${protocol} ${port} ${how}: ${names}` };
}

/** A port that every node opens fails once, whoever else may come that way. */
function wayKey({ entrance, protocol, port }: WayIn): string {
  return `${entrance} ${protocol} ${port}`;
}

function isOnEveryNode({ kind, object }: WayIn, snapshot: Snapshot): boolean {
  if (kind === 'HostPort') return true;
  const { namespace = '', name } = object;
  const service = serviceIndex(snapshot).services.get(nameOf({ namespace, name }));
  return kind === 'NodePort' && service?.type === 'NodePort';
}
