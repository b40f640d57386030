import type { Node } from '../../model/network-objects.ts';

/** What is known of the operating system of a node: made for nodes, general, or not to be told. */
export type NodeSystem = 'forNodes' | 'general' | 'windows' | 'unknown';

/** Beginnings of `status.nodeInfo.osImage` of systems that do nothing but run containers. */
const containerSystems = [
  'Bottlerocket',
  'Flatcar',
  'Talos',
  'Fedora CoreOS',
  'Red Hat Enterprise Linux CoreOS',
  'Container-Optimized OS',
  'openSUSE MicroOS',
  'SUSE Linux Micro',
  'SUSE Linux Enterprise Micro',
];

const generalSystems = [
  'AlmaLinux',
  'CentOS',
  'Debian',
  'Fedora Linux',
  'Oracle Linux',
  'Red Hat Enterprise Linux',
  'Rocky Linux',
  'SUSE Linux Enterprise Server',
  'Ubuntu',
];

/**
 * The images that EKS builds from Amazon Linux 2023 hold what a node needs and little else, and AWS
 * releases them with every patch of Kubernetes; their kubelet says that EKS built it. Those of
 * Amazon Linux 2 ended on 26 November 2025 (EKS user guide), and get no fixes any more.
 */
export function nodeSystem({
  osImage = '',
  kubeletVersion = '',
}: Pick<Node, 'osImage' | 'kubeletVersion'>): NodeSystem {
  const isOne = (names: readonly string[]): boolean =>
    names.some((name) => osImage.startsWith(name));
  if (isOne(['Windows'])) return 'windows';
  if (isOne(containerSystems)) return 'forNodes';
  if (isOne(['Amazon Linux 2023'])) {
    return kubeletVersion.includes('-eks-') ? 'forNodes' : 'general';
  }
  return isOne(['Amazon Linux']) || isOne(generalSystems) ? 'general' : 'unknown';
}

/** What the `amiType` of a node group tells; a custom image, or a type that came later, tells nothing. */
export function amiSystem(amiType: string | undefined): NodeSystem {
  const [family = ''] = amiType?.split('_') ?? [];
  return systemsByAmi[family] ?? 'unknown';
}

const systemsByAmi: Readonly<Record<string, NodeSystem | undefined>> = {
  BOTTLEROCKET: 'forNodes',
  AL2023: 'forNodes',
  AL2: 'general',
  WINDOWS: 'windows',
};
