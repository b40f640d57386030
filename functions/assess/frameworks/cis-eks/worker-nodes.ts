import type { Requirement } from '../../../model/framework.ts';

const onNode = 'Files of a node can be seen by an agent on that node alone, and none is installed.';

/** The right that would show them through the API is the one that 4.1.10 forbids. */
const inKubelet =
  'The settings of a running kubelet show on its node or through nodes/proxy, a right that the ' +
  'scanner does not ask for because it can run commands in every pod.';

const titles: readonly (readonly [id: string, title: string])[] = [
  ['3.1.1', 'The kubeconfig file has permissions 644 or stricter'],
  ['3.1.2', 'The kubeconfig file of the kubelet belongs to root'],
  ['3.1.3', 'The kubelet configuration file has permissions 644 or stricter'],
  ['3.1.4', 'The kubelet configuration file belongs to root'],
  ['3.2.1', 'The kubelet answers nobody anonymously'],
  ['3.2.2', 'The kubelet does not allow every request'],
  ['3.2.3', 'The kubelet knows the certificate authority of its clients'],
  ['3.2.4', 'The read-only port of the kubelet is closed'],
  ['3.2.5', 'Idle streams to the kubelet end'],
  ['3.2.6', 'The kubelet keeps its iptables chains in order'],
  ['3.2.7', 'The kubelet records events at a rate that loses none'],
  ['3.2.8', 'The kubelet rotates its client certificate'],
  ['3.2.9', 'The kubelet rotates its server certificate'],
];

/** Section 3: files and settings of the kubelet. */
export const workerNodeRequirements: readonly Requirement[] = titles.map(([id, title]) => ({
  id,
  title,
  controls: [],
  notVisible: id.startsWith('3.1.') ? onNode : inKubelet,
  sources: ['kube-bench'],
}));
