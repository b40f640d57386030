import { gapsIn, gapText } from '../../model/gaps.ts';
import type { ReadId } from '../../model/reads.ts';
import type { Snapshot } from '../../model/snapshot.ts';

/** What can be told of the engines that enforce network policies in a cluster. */
export type Enforcement = {
  readonly engines: readonly string[];
  /** Why the network policy engine of the VPC CNI is off; empty where it is on or not known. */
  readonly switchedOff: readonly string[];
  /** What is missing to tell whether the VPC CNI enforces. */
  readonly undetermined: readonly string[];
};

type Gate =
  | { readonly state: 'on' }
  | { readonly state: 'off'; readonly why: string }
  | { readonly state: 'unknown'; readonly missing: string };

const configMapRead = 'configmaps/kube-system/amazon-vpc-cni';
const on: Gate = { state: 'on' };

/** Names the engines that the snapshot shows to enforce network policies. */
export function enforcement(snapshot: Snapshot): Enforcement {
  const others = [
    ...(hasDaemonSet(snapshot, 'calico-node') ? ['Calico (DaemonSet calico-node)'] : []),
    ...(hasDaemonSet(snapshot, 'cilium') ? ['Cilium (DaemonSet cilium)'] : []),
  ];
  const gates = vpcCniGates(snapshot);
  // Where another engine runs, an agent that nobody has seen is no second one.
  const isUnseen = others.length > 0 && !showsVpcCni(snapshot);
  const undetermined = gates.flatMap((gate) => (gate.state === 'unknown' ? gate.missing : []));
  const switchedOff = gates.flatMap((gate) => (gate.state === 'off' ? gate.why : []));
  if (isUnseen || switchedOff.length > 0) {
    return { engines: others, switchedOff, undetermined: [] };
  }
  if (undetermined.length > 0) return { engines: others, switchedOff: [], undetermined };
  return { engines: [...others, 'Amazon VPC CNI'], switchedOff: [], undetermined: [] };
}

/**
 * The VPC CNI enforces where its node agent and its controller are both switched on. Auto Mode has
 * no node agent to look at: there the NodeClass decides, which is not read.
 */
function vpcCniGates(snapshot: Snapshot): readonly Gate[] {
  if (snapshot.eksCluster?.isAutoMode === true) {
    return [{ state: 'unknown', missing: 'the network policy setting of the Auto Mode NodeClass' }];
  }
  const gates = [agentGate(snapshot), controllerGate(snapshot)];
  const isTold = gates.some(({ state }) => state === 'off');
  return isTold || gates.every(({ state }) => state === 'on')
    ? gates
    : [addonGate(snapshot, gates)];
}

function agentGate(snapshot: Snapshot): Gate {
  const agent = snapshot.vpcCniNodeAgent;
  if (agent !== undefined) {
    return switchGate('--enable-network-policy of DaemonSet aws-node', agent.enableNetworkPolicy);
  }
  if (hasDaemonSet(snapshot, 'aws-node')) {
    return { state: 'off', why: 'DaemonSet aws-node has no container aws-eks-nodeagent' };
  }
  // A cluster that was not described may be one in Auto Mode, which has no such DaemonSet.
  return absence(snapshot, 'eks:DescribeCluster', 'DaemonSet kube-system/aws-node');
}

function controllerGate(snapshot: Snapshot): Gate {
  const config = snapshot.vpcCniConfig;
  if (config === undefined) {
    return absence(snapshot, configMapRead, 'ConfigMap kube-system/amazon-vpc-cni');
  }
  return switchGate(
    'enable-network-policy-controller of ConfigMap amazon-vpc-cni',
    config.enableNetworkPolicyController,
  );
}

/** The add-on's configuration sets both gates; it speaks where the cluster itself does not. */
function addonGate(snapshot: Snapshot, gates: readonly Gate[]): Gate {
  const addon = snapshot.vpcCniAddon;
  if (addon !== undefined) {
    return switchGate('enableNetworkPolicy of add-on vpc-cni', addon.enableNetworkPolicy);
  }
  const missing = gates.flatMap((gate) => (gate.state === 'unknown' ? gate.missing : []));
  return { state: 'unknown', missing: missing.join(', ') };
}

function switchGate(name: string, value: boolean | undefined): Gate {
  if (value === undefined) return { state: 'unknown', missing: `${name} could not be read` };
  return value ? on : { state: 'off', why: `${name} is false` };
}

/** Whether anything in the snapshot says that the VPC CNI may enforce policies. */
function showsVpcCni({ vpcCniNodeAgent, vpcCniAddon, eksCluster }: Snapshot): boolean {
  return (
    eksCluster?.isAutoMode === true ||
    (vpcCniNodeAgent !== undefined && vpcCniNodeAgent.enableNetworkPolicy !== false) ||
    (vpcCniAddon !== undefined && vpcCniAddon.enableNetworkPolicy !== false)
  );
}

/** What a live cluster does not list is not there; manifests need not hold all of a cluster. */
function absence(snapshot: Snapshot, read: ReadId, what: string): Gate {
  const [gap] = gapsIn(snapshot, [read]);
  if (gap !== undefined) return { state: 'unknown', missing: gapText(gap) };
  if (snapshot.source === 'manifests') return { state: 'unknown', missing: what };
  return { state: 'off', why: `${what} does not exist` };
}

function hasDaemonSet({ workloads }: Snapshot, name: string): boolean {
  return workloads.some((workload) => workload.kind === 'DaemonSet' && workload.name === name);
}
