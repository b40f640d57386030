import { gapsIn, gapText } from '../../../model/gaps.ts';
import type { ReadId } from '../../../model/reads.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { type Gate, type Gates, isOn, missingOf, on } from './gate.ts';
import { hasDaemonSet } from './has-daemon-set.ts';

const configMapRead = 'configmaps/kube-system/amazon-vpc-cni';

/**
 * The VPC CNI enforces where its node agent and its controller are both switched on. Auto Mode has
 * its agent in every node, and no DaemonSet to look at: there the controller's switch decides.
 */
export function vpcCniGates(snapshot: Snapshot): Gates {
  if (snapshot.eksCluster?.isAutoMode === true) return [controllerGate(snapshot)];
  const gates = [agentGate(snapshot), controllerGate(snapshot)] as const;
  const isTold = gates.some(({ state }) => state === 'off');
  return isTold || gates.every(isOn) ? gates : [addonGate(snapshot, gates)];
}

/** Whether anything in the snapshot says that the VPC CNI may enforce policies. */
export function showsVpcCni({ vpcCniNodeAgent, vpcCniAddon, eksCluster }: Snapshot): boolean {
  return (
    eksCluster?.isAutoMode === true ||
    (vpcCniNodeAgent !== undefined && vpcCniNodeAgent.enableNetworkPolicy !== false) ||
    (vpcCniAddon !== undefined && vpcCniAddon.enableNetworkPolicy !== false)
  );
}

function agentGate(snapshot: Snapshot): Gate {
  const agent = snapshot.vpcCniNodeAgent;
  if (agent !== undefined) {
    return switchGate('--enable-network-policy of DaemonSet aws-node', agent.enableNetworkPolicy);
  }
  if (hasDaemonSet(snapshot, { namespace: 'kube-system', name: 'aws-node' })) {
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
  return { state: 'unknown', missing: gates.flatMap(missingOf).join(', ') };
}

function switchGate(name: string, value: boolean | undefined): Gate {
  if (value === undefined) return { state: 'unknown', missing: `${name} could not be read` };
  return value ? on : { state: 'off', why: `${name} is false` };
}

/** What a live cluster does not list is not there; manifests need not hold all of a cluster. */
function absence(snapshot: Snapshot, read: ReadId, what: string): Gate {
  const [gap] = gapsIn(snapshot, [read]);
  if (gap !== undefined) return { state: 'unknown', missing: gapText(gap) };
  if (snapshot.source === 'manifests') return { state: 'unknown', missing: what };
  return { state: 'off', why: `${what} does not exist` };
}
