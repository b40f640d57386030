import type { Framework } from '../../model/framework.ts';

const standards = ['kubernetes'];

/** All checks, under the ids that Kubernetes gives them. */
export const podSecurityStandards: Framework = {
  id: 'pod-security-standards-1.37',
  title: 'Kubernetes Pod Security Standards',
  version: '1.37',
  url: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  claim: 'checks',
  note:
    'Controls judge what a container ends up with. Where a pod sets a bad value and every container ' +
    'of it overrides that value, Kubernetes refuses the pod and a control does not. Containers that ' +
    'EKS runs itself are not judged. What Kubernetes itself would say of each workload is told by ' +
    'the command pod-security, and of each namespace in a report.',
  sources: {
    kubernetes:
      'Kubernetes, Pod Security Standards, and k8s.io/pod-security-admission/policy, where each check ' +
      'has its id',
  },
  requirements: [
    {
      id: 'allowPrivilegeEscalation',
      title: 'Restricted: every container sets allowPrivilegeEscalation: false',
      controls: ['POD-05'],
      sources: standards,
    },
    {
      id: 'appArmorProfile',
      title: 'Baseline: no container turns AppArmor off',
      controls: ['POD-16'],
      sources: standards,
    },
    {
      id: 'capabilities_baseline',
      title: 'Baseline: containers add none but the capabilities of the list',
      controls: ['POD-08'],
      stricterControls: ['POD-09', 'POD-21'],
      sources: standards,
    },
    {
      id: 'capabilities_restricted',
      title: 'Restricted: containers drop all capabilities and add NET_BIND_SERVICE at most',
      controls: ['POD-07', 'POD-08', 'POD-09'],
      stricterControls: ['POD-21'],
      needsMore: 'No control looks at added capabilities that baseline allows.',
      sources: standards,
    },
    {
      id: 'hostNamespaces',
      title: 'Baseline: pods share no namespace of their node',
      controls: ['POD-02', 'POD-03', 'POD-04'],
      sources: standards,
    },
    {
      id: 'hostPathVolumes',
      title: 'Baseline: pods have no hostPath volume',
      controls: [],
      stricterControls: ['POD-10'],
      sources: standards,
    },
    {
      id: 'hostPorts',
      title: 'Baseline: containers take no port of their node',
      controls: ['POD-13'],
      sources: standards,
    },
    {
      id: 'hostProbesAndHostLifecycle',
      title: 'Baseline: probes and lifecycle hooks name no host',
      controls: [],
      stricterControls: ['POD-21'],
      sources: standards,
    },
    {
      id: 'privileged',
      title: 'Baseline: no container is privileged',
      controls: ['POD-01'],
      sources: standards,
    },
    {
      id: 'procMount',
      title: 'Baseline: no container unmasks /proc outside of a user namespace',
      controls: [],
      stricterControls: ['POD-17'],
      sources: standards,
    },
    {
      id: 'procMount_restricted',
      title: 'Restricted: no container unmasks /proc',
      controls: [],
      stricterControls: ['POD-17'],
      needsMore:
        'No control looks at an unmasked /proc in a user namespace, which baseline allows.',
      sources: standards,
    },
    {
      id: 'restrictedVolumes',
      title: 'Restricted: pods have volumes of the listed types alone',
      controls: [],
      stricterControls: ['POD-10', 'POD-21'],
      sources: standards,
    },
    {
      id: 'runAsNonRoot',
      title: 'Restricted: runAsNonRoot is set for every container',
      controls: [],
      stricterControls: ['POD-06'],
      needsMore: 'POD-06 takes a user other than 0 for enough.',
      sources: standards,
    },
    {
      id: 'runAsUser',
      title: 'Restricted: no container is set to run as user 0',
      controls: [],
      stricterControls: ['POD-06'],
      sources: standards,
    },
    {
      id: 'seLinuxOptions',
      title: 'Baseline: no container picks a SELinux user, role or foreign type',
      controls: [],
      stricterControls: ['POD-17'],
      sources: standards,
    },
    {
      id: 'seccompProfile_baseline',
      title: 'Baseline: no container turns seccomp off',
      controls: [],
      stricterControls: ['POD-15'],
      sources: standards,
    },
    {
      id: 'seccompProfile_restricted',
      title: 'Restricted: every container has a seccomp profile',
      controls: ['POD-15'],
      sources: standards,
    },
    {
      id: 'sysctls',
      title: 'Baseline: pods set none but the safe kernel parameters',
      controls: ['POD-18'],
      sources: standards,
    },
    {
      id: 'windowsHostProcess',
      title: 'Baseline: no Windows container is a host process',
      controls: ['POD-19'],
      sources: standards,
    },
  ],
};
