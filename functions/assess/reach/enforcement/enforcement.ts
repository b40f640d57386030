import { gapsIn, gapText } from '../../../model/gaps.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { type Gate, type Gates, isOn, missingOf, on } from './gate.ts';
import { hasDaemonSet } from './has-daemon-set.ts';
import { showsVpcCni, vpcCniGates } from './vpc-cni-gates.ts';

/** What can be told of the engines that enforce network policies in a cluster. */
export type Enforcement = {
  readonly engines: readonly Engine[];
  /** Why engines do not enforce: those that are installed, and the VPC CNI of EKS. */
  readonly switchedOff: readonly string[];
  /** What is missing to tell whether an engine enforces. */
  readonly undetermined: readonly string[];
  /** Engines of which it cannot be told whether they enforce. */
  readonly candidates: readonly Engine[];
};

/** An engine that a snapshot shows, or the one that EKS brings. */
export type Engine = {
  readonly profile: 'aws-vpc-cni' | 'calico' | 'cilium';
  readonly name: string;
  readonly gates: Gates;
};

/** Names the engines that the snapshot shows to enforce network policies. */
export function enforcement(snapshot: Snapshot): Enforcement {
  const installed = [...calico(snapshot), ...cilium(snapshot)];
  // Where another engine is installed, an agent that nobody has seen is no second one.
  const isVpcCniUnseen = installed.length > 0 && !showsVpcCni(snapshot);
  const seen = isVpcCniUnseen ? installed : [...installed, vpcCni(snapshot)];
  const engines = [...seen, ...unlisted(snapshot, installed)];
  const notOff = engines.filter(({ gates }) => gates.every(({ state }) => state !== 'off'));
  return {
    engines: notOff.filter(({ gates }) => gates.every(isOn)),
    candidates: notOff.filter(({ gates }) => !gates.every(isOn)),
    switchedOff: engines.flatMap(({ gates }) =>
      gates.flatMap((gate) => (gate.state === 'off' ? gate.why : [])),
    ),
    undetermined: notOff.flatMap(({ gates }) => gates.flatMap(missingOf)),
  };
}

function vpcCni(snapshot: Snapshot): Engine {
  return { profile: 'aws-vpc-cni', name: 'Amazon VPC CNI', gates: vpcCniGates(snapshot) };
}

function calico(snapshot: Snapshot): readonly Engine[] {
  const isInstalled = ['calico-system', 'kube-system'].some((namespace) =>
    hasDaemonSet(snapshot, { namespace, name: 'calico-node' }),
  );
  return isInstalled
    ? [{ profile: 'calico', name: 'Calico (DaemonSet calico-node)', gates: [on] }]
    : [];
}

/** Engines that may be there although no DaemonSet of theirs was listed. */
function unlisted(snapshot: Snapshot, installed: readonly Engine[]): readonly Engine[] {
  const [gap] = gapsIn(snapshot, ['daemonsets']);
  if (gap === undefined) return [];
  const gates: Gates = [{ state: 'unknown', missing: gapText(gap) }];
  const all = [
    { profile: 'calico', name: 'Calico', gates },
    { profile: 'cilium', name: 'Cilium', gates },
  ] as const;
  return all.filter(({ profile }) => installed.every((engine) => engine.profile !== profile));
}

function cilium(snapshot: Snapshot): readonly Engine[] {
  const isInstalled = hasDaemonSet(snapshot, {
    namespace: 'kube-system',
    name: 'cilium',
  });
  if (!isInstalled) return [];
  return [{ profile: 'cilium', name: 'Cilium (DaemonSet cilium)', gates: ciliumGates(snapshot) }];
}

/** Cilium runs with its configuration or not at all: one that is not there was not shown. */
function ciliumGates(snapshot: Snapshot): Gates {
  const { ciliumConfig } = snapshot;
  if (ciliumConfig === undefined) {
    const [gap] = gapsIn(snapshot, ['configmaps/kube-system/cilium-config']);
    const missing = gap === undefined ? 'ConfigMap kube-system/cilium-config' : gapText(gap);
    return [{ state: 'unknown', missing }];
  }
  const { enablePolicy, isAuditMode, enforcesNetworkPolicy } = ciliumConfig;
  const file = 'of ConfigMap cilium-config';
  const audit = offWhere(isAuditMode, `policy-audit-mode ${file} is true`);
  const kind = offWhere(!enforcesNetworkPolicy, `enable-k8s-networkpolicy ${file} is false`);
  const mode: Gate =
    enablePolicy === undefined
      ? { state: 'unknown', missing: `enable-policy ${file} could not be read` }
      : offWhere(enablePolicy === 'never', `enable-policy ${file} is never`);
  return [mode, audit, kind];
}

function offWhere(isOff: boolean, why: string): Gate {
  return isOff ? { state: 'off', why } : on;
}
